//! Where a command writes: standard output, or a file that is written whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::NamedTempFile;

pub enum Output {
    /// Lines leave as soon as they are whole, for whoever reads the other end of the pipe.
    Standard(io::StdoutLock<'static>),
    /// A new file beside the one it becomes.
    Whole(BufWriter<NamedTempFile>, PathBuf),
    /// A device or a pipe, which nothing may take the place of.
    Direct(BufWriter<File>),
}

/// Bytes that are written at a time.
const BUFFER: usize = 1 << 16;

impl Output {
    pub fn to(path: Option<&Path>) -> Result<Output> {
        let Some(path) = path else { return Ok(Output::Standard(io::stdout().lock())) };
        let cannot = || format!("cannot write {}", path.display());
        // A link stays a link: what it leads to is written.
        let path = &path.canonicalize().unwrap_or_else(|_| path.into());
        match path.metadata() {
            Ok(about) if about.is_dir() => anyhow::bail!("cannot write {}: it is a folder", path.display()),
            Ok(about) if !about.is_file() => {
                let device = File::options().write(true).open(path).with_context(cannot)?;
                return Ok(Output::Direct(BufWriter::with_capacity(BUFFER, device)));
            }
            _ => {}
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".chengnuo-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any new file: the user's mask takes away what it takes away.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(folder).with_context(cannot)?;
        Ok(Output::Whole(BufWriter::with_capacity(BUFFER, file), path.clone()))
    }

    /// Brings the last bytes out; only now does a file stand under its name.
    pub fn finish(self) -> Result<()> {
        match self {
            Output::Standard(mut out) => out.flush()?,
            Output::Direct(mut out) => out.flush()?,
            Output::Whole(out, path) => {
                let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.persist(&path).with_context(|| format!("cannot write {}", path.display()))?;
            }
        }
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Standard(out) => out.write(bytes),
            Output::Whole(out, _) => out.write(bytes),
            Output::Direct(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Standard(out) => out.flush(),
            Output::Whole(out, _) => out.flush(),
            Output::Direct(out) => out.flush(),
        }
    }
}
