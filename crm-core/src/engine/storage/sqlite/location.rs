//! What a database file is called, and where it may be: not on a network share, whose locks SQLite can't rely on.

use std::path::{Path, PathBuf};

use crate::engine::error::{CrmError, Result};

/// The file's name for SQLite and for everything that is kept of it: absolute, so that it stays the same file when the
/// program changes its folder, and so that it is never one of the names that SQLite reads in its own way (`:memory:`,
/// `file:…`, nothing at all). What can't be the name of a file is refused as a wrong argument.
pub(super) fn absolute(file: &Path) -> Result<PathBuf> {
    let name = file.as_os_str().as_encoded_bytes();
    if name.is_empty() {
        return Err(CrmError::field("file", "required", "is required"));
    }
    if name.contains(&0) {
        return Err(CrmError::field("file", "control_character", "must not hold the control character U+0000"));
    }
    std::path::absolute(file).map_err(|_| CrmError::storage("cannot_open"))
}

/// Another file of the same database, `erp.crm-wal`.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// What went wrong with a file, without its name.
pub(super) fn translate(error: &std::io::Error) -> CrmError {
    use std::io::ErrorKind;
    CrmError::storage(match error.kind() {
        ErrorKind::NotFound => "missing",
        ErrorKind::PermissionDenied => "access_denied",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => "full",
        ErrorKind::ReadOnlyFilesystem => "read_only",
        ErrorKind::IsADirectory | ErrorKind::NotADirectory | ErrorKind::InvalidFilename => "cannot_open",
        _ => "io",
    })
}

/// A new file that nobody else can read, and that was not there; `false` where it was.
pub(super) fn create(file: &Path) -> Result<bool> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    private(&mut options);
    match options.open(file) {
        Ok(_) => Ok(true),
        // A link to a file that is not there yet.
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists && !file.exists() => {
            options.create_new(false).create(true).open(file).map(|_| true).map_err(|e| translate(&e))
        }
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        // The folder is not there.
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(CrmError::storage("cannot_open")),
        Err(e) => Err(translate(&e)),
    }
}

/// What is created by these options is its owner's alone: a whole company's customers.
pub(super) fn private(options: &mut std::fs::OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}

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
