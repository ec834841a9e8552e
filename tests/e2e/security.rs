//! What strangers may try, and what a mistake of ours would give away. docs/security.md says which test stands for which known
//! defect of other receivers.

mod canary;
mod defects;
mod mangle;
mod storm;
