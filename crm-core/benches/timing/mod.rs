//! Two ways to do the same, timed in turn.

/// How often each side is timed.
pub const ROUNDS: usize = 15;

/// CPU seconds that this process has used.
pub fn cpu() -> f64 {
    let t = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    t.tv_sec as f64 + t.tv_nsec as f64 / 1e9
}

/// CPU microseconds of one of so many.
pub fn time(times: usize, work: &mut dyn FnMut(usize)) -> f64 {
    let start = cpu();
    for i in 0..times {
        work(i);
    }
    (cpu() - start) / times as f64 * 1e6
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Runs both sides alternately, each round a number of times; gives the medians of both and of their ratios.
pub fn alternate(times: usize, one: &mut dyn FnMut(usize), other: &mut dyn FnMut(usize)) -> (f64, f64, f64) {
    let (mut ones, mut others, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    time(times, other);
    time(times, one);
    for round in 0..ROUNDS {
        let (a, b) = if round % 2 == 0 {
            let a = time(times, one);
            (a, time(times, other))
        } else {
            let b = time(times, other);
            (time(times, one), b)
        };
        ratios.push(a / b);
        ones.push(a);
        others.push(b);
    }
    (median(ones), median(others), median(ratios))
}

/// Runs both sides alternately; prints the medians and the ratio, and gives whether it is at most the target.
pub fn compare(
    name: &str,
    target: f64,
    times: usize,
    mut engine: impl FnMut(usize),
    mut hand: impl FnMut(usize),
) -> bool {
    let (engine, hand, ratio) = alternate(times, &mut engine, &mut hand);
    let met = ratio <= target;
    println!(
        "{name:<28} engine {engine:>8.2} µs   by hand {hand:>8.2} µs   ratio {ratio:.2}   target {target:.2} {}",
        if met { "met" } else { "MISSED" }
    );
    met
}
