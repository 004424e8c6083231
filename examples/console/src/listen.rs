//! The console behind an address of its own.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::Extension;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

use crate::routes::router;
use crate::visit::App;

/// How long requests that are under way may go on when the console ends.
const LAST: Duration = Duration::from_secs(10);

/// Serves the console until it is to end. Whoever begins a request and does not go on with it is not waited for.
pub async fn listen(listener: TcpListener, app: Arc<App>, ended: impl Future<Output = ()>) {
    let mut http = Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(app.settings.headers);
    let router = router(app);
    let open = GracefulShutdown::new();
    let mut ended = pin!(ended);
    loop {
        let mut accepted = pin!(listener.accept());
        let next = poll_fn(|cx| match ended.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(None),
            Poll::Pending => accepted.as_mut().poll(cx).map(Some),
        });
        match next.await {
            None => break,
            Some(Ok((stream, peer))) => {
                let service = TowerToHyperService::new(router.clone().layer(Extension(ConnectInfo(peer))));
                let connection = http.serve_connection(TokioIo::new(stream), service);
                // What goes wrong with a connection is between the two ends of it.
                tokio::spawn(open.watch(connection));
            }
            // As long as there are no more files to be had, asking again at once would help nobody.
            Some(Err(_)) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
    // Whoever takes longer is cut off.
    drop(tokio::time::timeout(LAST, open.shutdown()).await);
}
