//! The `frontdesk` command. All of its code is in the library.

fn main() -> std::process::ExitCode {
    frontdesk_cli::run(frontdesk::providers::ALL)
}
