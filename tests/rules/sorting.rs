//! How the engine sorts (docs/size.md): by `engine/sorting`, which exists once. Each type that the standard library sorts, or
//! collects into a map or a set, costs five kilobytes of the library.

use crate::sources::sources;

/// Where it sorts by itself, and why.
const ELSEWHERE: &[(&str, &str)] = &[("engine/likeness/blocks.rs", "the innermost loop of a scan for duplicates")];

/// What compiles a sort of its own. Keys and texts are sorted in many places: of them there is one sort anyway, unstable.
const SORTS: [&str; 5] = [".sort()", ".sort_by(", ".sort_by_key(", ".sort_by_cached_key(", ".sort_unstable_by"];

#[test]
fn the_engine_sorts_places() {
    let mut used = vec![false; ELSEWHERE.len()];
    let mut sorted = 0;
    for (path, text) in sources(".rs") {
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        sorted += usize::from(text.contains(".arrange"));
        if path.contains("/tests/") || path.ends_with("tests.rs") || path == "engine/sorting.rs" {
            continue;
        }
        let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        for (at, line) in code.filter(|(_, line)| SORTS.iter().any(|sort| line.contains(sort))) {
            match ELSEWHERE.iter().position(|(place, _)| path == *place) {
                Some(found) => used[found] = true,
                None => panic!("{path}:{}: engine/sorting sorts: {line}", at + 1),
            }
        }
    }
    assert!(sorted > 15, "who sorts does so by it: {sorted}");
    for ((place, why), used) in ELSEWHERE.iter().zip(used) {
        assert!(used, "{place} sorts no more ({why})");
    }
}
