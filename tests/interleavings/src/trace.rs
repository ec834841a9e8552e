//! A run in words, one line for each transition.

use crate::action::{Action, Turn};
use crate::setting::{Setting, Story};
use crate::state::{Call, Invocation, Keys, Replay, State, Step, Sweep, bit, each};

/// Returns the line of a transition.
pub(crate) fn line(setting: &Setting, before: &State, action: Action, after: &State) -> String {
    match action {
        Action::Deliver { event, attempt } => {
            let attempt =
                if setting.story == Story::DoneAgainCounted { format!(", attempt {attempt}") } else { String::new() };
            format!("provider: sends event {}{attempt}", event_name(event))
        }
        Action::WindowPasses => "time: as much passes as the retry window is long".to_owned(),
        Action::IndexFollows(key) => {
            let shows = if after.shown() & bit(key) == 0 { "no longer shows" } else { "shows" };
            format!("index: {shows} row {}", key_name(setting, key))
        }
        Action::Expires(key) => format!("time to live: deletes row {}", key_name(setting, key)),
        Action::Lands(at) => format!("late call: {} is carried out", late(setting, before, at)),
        Action::IsLost(at) => format!("late call: {} is lost", late(setting, before, at)),
        Action::Function(at, turn) => {
            let invocation = before.functions[at];
            let name = invocation.map_or("", |invocation| event_name(invocation.delivery.event));
            let step = invocation.map_or_else(String::new, |invocation| step(setting, before, after, invocation, turn));
            format!("function ({name}): {step}")
        }
        Action::Pending => format!("relay: Reader::pending shows {}", keys(setting, before.shown())),
        Action::Relay(at, turn, key) => {
            let step = before.relays[at].map_or_else(String::new, |one| sweep(setting, one, key, turn));
            format!("relay: {step}")
        }
        Action::SendAgain(key) => format!("operator: replays row {}", key_name(setting, key)),
        Action::Operator(turn) => format!("operator: {}", ending(replay(setting, before.replay), turn)),
    }
}

fn event_name(event: u8) -> &'static str {
    if event == 0 { "A" } else { "B" }
}

fn key_name(setting: &Setting, key: u8) -> String {
    match setting.story {
        Story::TwoEvents => event_name(key).to_owned(),
        Story::DoneAgainCounted | Story::DoneAgainUncounted if key == 0 => "hash".to_owned(),
        Story::DoneAgainCounted | Story::DoneAgainUncounted => format!("hash.{}", key + 1),
        Story::TwoBodies if key == 0 => "id".to_owned(),
        Story::TwoBodies => format!("id~{}", event_name(key - 2)),
    }
}

fn keys(setting: &Setting, keys: Keys) -> String {
    let names: Vec<String> = each(keys).map(|key| key_name(setting, key)).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

fn ending(text: String, turn: Turn) -> String {
    match turn {
        Turn::Done => text,
        Turn::TriesAgain => format!("{text}: no answer, and it tries again"),
        Turn::GivesUp => format!("{text}: no answer, and it gives up"),
        Turn::Crashes => format!("crashes before {text}"),
    }
}

fn step(setting: &Setting, before: &State, after: &State, invocation: Invocation, turn: Turn) -> String {
    let name = |key| key_name(setting, key);
    let text = match invocation.step {
        Step::PutNew(key) | Step::PutVariant(key) => format!("Store::put_new {}", name(key)),
        Step::RespondStored(_) => "responds 200, stored".to_owned(),
        Step::RespondDuplicate(_) => "responds 200, duplicate".to_owned(),
        Step::RespondKept => "responds 200, variant".to_owned(),
        Step::Send(key) => format!("Queue::send {}", name(key)),
        Step::Mark(key) => format!("Store::mark {}", name(key)),
        Step::NoteOccurrence(_) => format!("Store::note_occurrence {}", name(0)),
        Step::Count(key) => format!("Store::count {}", name(key)),
    };
    let puts = matches!(invocation.step, Step::PutNew(_) | Step::PutVariant(_)) && turn == Turn::Done;
    match (puts, before.past.made == after.past.made) {
        (true, true) => format!("{text}: refused, it is there"),
        (true, false) => format!("{text}: new"),
        (false, _) => ending(text, turn),
    }
}

fn sweep(setting: &Setting, sweep: Sweep, key: u8, turn: Turn) -> String {
    let text = match sweep {
        Sweep::ReadPending(seen) => format!("Reader::read_pending {}", keys(setting, seen)),
        Sweep::SendBatch(ready) => format!("Queue::send_batch {}", keys(setting, ready)),
        Sweep::Mark(sent) if turn == Turn::Crashes => format!("Store::mark {}", keys(setting, sent)),
        Sweep::Mark(_) => format!("Store::mark {}", key_name(setting, key)),
    };
    ending(text, turn)
}

fn replay(setting: &Setting, replay: Option<Replay>) -> String {
    match replay {
        Some(Replay::Get(key)) => format!("Reader::get {}", key_name(setting, key)),
        Some(Replay::SendBatch(key)) => format!("Queue::send_batch {}", key_name(setting, key)),
        Some(Replay::Note(key)) => format!("Store::note_replay {}", key_name(setting, key)),
        None => String::new(),
    }
}

fn late(setting: &Setting, state: &State, at: usize) -> String {
    let name = |key| key_name(setting, key);
    match state.late[at] {
        Some(Call::PutNew(_, key) | Call::PutVariant(_, key)) => format!("Store::put_new {}", name(key)),
        Some(Call::Send(key)) => format!("Queue::send {}", name(key)),
        Some(Call::Mark(key)) => format!("Store::mark {}", name(key)),
        Some(Call::NoteOccurrence(_)) => format!("Store::note_occurrence {}", name(0)),
        Some(Call::Count(key, _)) => format!("Store::count {}", name(key)),
        Some(Call::NoteReplay(key)) => format!("Store::note_replay {}", name(key)),
        None => String::new(),
    }
}
