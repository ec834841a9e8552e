//! The `frontdesk` command. All of it is in the library beside this file.

fn main() -> std::process::ExitCode {
    frontdesk_cli::run(frontdesk::providers::ALL)
}
