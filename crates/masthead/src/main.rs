//! The program `masthead`: see the library for its parts.

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    match masthead::cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A reader that closed the pipe (`| head`) is no failure.
            if let Some(io) = error.downcast_ref::<std::io::Error>()
                && io.kind() == std::io::ErrorKind::BrokenPipe
            {
                return ExitCode::SUCCESS;
            }
            let _ = writeln!(std::io::stderr(), "masthead: {error}");
            ExitCode::from(masthead::error::exit_status(&error))
        }
    }
}
