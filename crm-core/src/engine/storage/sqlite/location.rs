//! Where a database may be: not on a network share, whose locks SQLite can't rely on.

use std::path::Path;

use crate::error::{CrmError, Result};

/// Refuses a file on a file system of another machine (`network_share`), as far as the operating system tells.
pub(super) fn check(file: &Path) -> Result<()> {
    // The file itself, which may lie elsewhere than its name (a symbolic link); what is not there yet, its folder.
    let asked = match file.parent() {
        _ if file.exists() => file,
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if is_network_share(asked) { Err(CrmError::storage("network_share")) } else { Ok(()) }
}

/// The magic numbers of NFS, SMB, CIFS, SMB2, AFS, Ceph, 9p and Coda, from the kernel's `magic.h`.
#[cfg(target_os = "linux")]
const NETWORK: &[u64] = &[0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x5346_414f, 0x00c3_6400, 0x0102_1997, 0x7375_7245];

#[cfg(target_os = "linux")]
fn is_network_share(path: &Path) -> bool {
    // What can't be asked is no share: opening says what is wrong with it.
    rustix::fs::statfs(path).is_ok_and(|found| is_network_type(found.f_type as u64))
}

#[cfg(target_os = "linux")]
fn is_network_type(magic: u64) -> bool {
    NETWORK.contains(&(magic & 0xffff_ffff))
}

#[cfg(not(target_os = "linux"))]
fn is_network_share(_path: &Path) -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_are_told_from_local_ones() {
        for nfs_smb in [0x6969, 0xff53_4d42_u64, 0xffff_ffff_ff53_4d42] {
            assert!(is_network_type(nfs_smb));
        }
        // ext4, tmpfs, xfs, btrfs, overlay
        for local in [0xef53, 0x0102_1994, 0x5846_5342, 0x9123_683e, 0x794c_7630] {
            assert!(!is_network_type(local));
        }
        assert!(check(Path::new("here.crm")).is_ok());
    }
}
