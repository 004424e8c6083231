//! The one order of packs: each behind what it requires, those that ask nothing of one another as they came, and the
//! administrators' own last, since it names whatever it likes. In it fields are placed, of which a default sees those before it
//! (TYPE-5), and documents are exported (PACK-13).

use super::document::{MY, Pack};
use crate::engine::sorting::Arrange as _;

/// Some packs in their order, with what they require where `all` has it.
pub fn in_order<'a>(all: &[&'a Pack], mut some: Vec<&'a Pack>) -> Vec<&'a Pack> {
    // The administrators' own says only by what it names which it needs: all come before it.
    some.arrange_by_key(|pack| pack.name == MY);
    let mut done = Vec::new();
    for pack in some {
        behind(all, pack, &mut done);
    }
    done
}

/// Puts a pack behind what it requires. No circle of packs is applied (PACK-12), and one that is planned leads nowhere.
fn behind<'a>(all: &[&'a Pack], pack: &'a Pack, done: &mut Vec<&'a Pack>) {
    // What is required first is put first: a stack of packs with how much of each is put already.
    let mut open = vec![(pack, 0)];
    while let Some((pack, at)) = open.pop() {
        if done.iter().any(|known| known.name == pack.name) {
            continue;
        }
        match pack.requires.get(at) {
            Some((name, _)) => {
                open.push((pack, at + 1));
                let required = all.iter().copied().find(|other| other.name == *name);
                open.extend(required.filter(|other| !open_has(&open, other)).map(|other| (other, 0)));
            }
            None => done.push(pack),
        }
    }
}

fn open_has(open: &[(&Pack, usize)], pack: &Pack) -> bool {
    open.iter().any(|(known, _)| known.name == pack.name)
}

/// The packs with another version of one of them in its place, or behind all where there is none.
pub fn with_version<'a>(packs: &'a [Pack], pack: &'a Pack) -> Vec<&'a Pack> {
    let mut all: Vec<&Pack> = packs.iter().collect();
    match all.iter_mut().find(|known| known.name == pack.name) {
        Some(known) => *known = pack,
        None => all.push(pack),
    }
    all
}
