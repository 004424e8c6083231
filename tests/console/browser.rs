//! What a browser does without scripts: cookies, redirects, forms.

use std::collections::BTreeMap;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use tower::ServiceExt as _;

pub struct Browser {
    router: axum::Router,
    pub cookies: BTreeMap<String, String>,
    pub language: &'static str,
}

/// A page that was reached, behind all redirects.
pub struct Page {
    pub path: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

impl Page {
    /// Asserts that the page says this.
    pub fn says(&self, text: &str) -> &Page {
        assert!(self.html.contains(text), "{} lacks {text:?}:\n{}", self.path, self.html);
        self
    }

    pub fn lacks(&self, text: &str) -> &Page {
        assert!(!self.html.contains(text), "{} says {text:?}:\n{}", self.path, self.html);
        self
    }

    /// The fields of the form that is sent there, with what stands in them.
    pub fn form(&self, to: &str) -> Vec<(String, String)> {
        let begin =
            self.html.find(&format!("action=\"{to}\"")).unwrap_or_else(|| panic!("no form to {to}:\n{}", self.html));
        let form = &self.html[begin..];
        let form = &form[..form.find("</form>").expect("its end")];
        let mut fields = Vec::new();
        let mut select: Option<(String, String)> = None;
        for tag in form.split('<').skip(1) {
            let value = || attribute(tag, "value").unwrap_or_default();
            if tag.starts_with("input") {
                let on = !tag.contains("type=\"checkbox\"") || tag.contains(" checked");
                fields.extend(attribute(tag, "name").filter(|_| on).map(|name| (name, value())));
            } else if tag.starts_with("textarea") {
                let text = tag.split_once('>').map_or("", |(_, text)| text).trim_start_matches('\n');
                fields.extend(attribute(tag, "name").map(|name| (name, unescaped(text))));
            } else if tag.starts_with("select") {
                select = attribute(tag, "name").map(|name| (name, String::new()));
            } else if tag.starts_with("option") && tag.contains(" selected") {
                select = select.map(|(name, _)| (name, value()));
            } else if tag.starts_with("/select") {
                fields.extend(select.take());
            }
        }
        fields
    }

    /// What stands in a field of that form.
    pub fn field(&self, to: &str, name: &str) -> String {
        let fields = self.form(to);
        let found = fields.iter().find(|(known, _)| known == name);
        found.unwrap_or_else(|| panic!("no field {name}: {fields:?}")).1.clone()
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split('>').next()?;
    let behind = tag.split_once(&format!(" {name}=\""))?.1;
    Some(unescaped(behind.split('"').next()?))
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

impl Browser {
    pub fn new(router: axum::Router) -> Browser {
        Browser { router, cookies: BTreeMap::new(), language: "en" }
    }

    pub fn get(&mut self, path: &str) -> Page {
        self.go(Method::GET, path, None, &[])
    }

    /// Fills in the form of a page and sends it.
    pub fn send(&mut self, page: &Page, to: &str, filled: &[(&str, &str)]) -> Page {
        let mut fields = page.form(to);
        for (name, _) in filled {
            fields.retain(|(known, _)| known != name);
        }
        fields.extend(filled.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post(to, &fields)
    }

    pub fn post(&mut self, path: &str, fields: &[(String, String)]) -> Page {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.go(Method::POST, path, Some(body), &[])
    }

    /// Sends a form with a file.
    pub fn upload(&mut self, page: &Page, to: &str, name: &str, bytes: &[u8]) -> Page {
        self.upload_with(&page.field(to, "csrf"), to, name, bytes)
    }

    pub fn upload_with(&mut self, csrf: &str, to: &str, name: &str, bytes: &[u8]) -> Page {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        let part = |name: &str, more: &str, text: &str| {
            format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{text}\r\n")
        };
        let body = part("csrf", "", csrf) + &part(name, "; filename=\"a.csv\"", text) + "--cut--\r\n";
        self.go(Method::POST, to, Some(body), &[("content-type", "multipart/form-data; boundary=cut")])
    }

    pub fn go(&mut self, method: Method, path: &str, body: Option<String>, headers: &[(&str, &str)]) -> Page {
        let mut path = path.replace("&amp;", "&");
        let (mut method, mut body) = (method, body);
        for _ in 0..5 {
            let mut request = Request::builder().method(method.clone()).uri(&path);
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, cookies.join("; ")).header(header::ACCEPT_LANGUAGE, self.language);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
                request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            }
            let request = request.body(body.take().map_or_else(Body::empty, Body::from)).expect("a request");
            let router = self.router.clone();
            let (status, answered, html) = tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
                let response = router.oneshot(request).await.expect("an answer");
                let (status, answered) = (response.status(), response.headers().clone());
                let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
                (status, answered, String::from_utf8(bytes.to_vec()).expect("UTF-8"))
            });
            for cookie in answered.get_all(header::SET_COOKIE) {
                let (name, value) = cookie.to_str().expect("text").split_once('=').expect("a cookie");
                let value = value.split(';').next().unwrap_or_default();
                if value.is_empty() {
                    self.cookies.remove(name)
                } else {
                    self.cookies.insert(name.into(), value.into())
                };
            }
            if status != StatusCode::SEE_OTHER {
                return Page { path, status, headers: answered, html };
            }
            path = answered[header::LOCATION].to_str().expect("text").to_owned();
            method = Method::GET;
        }
        panic!("redirected for ever: {path}");
    }
}
