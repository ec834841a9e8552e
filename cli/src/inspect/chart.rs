//! The last hour of each provider: twelve bars of five minutes, drawn as SVG, and described in
//! words.

use anyhow::Result;
use jiff::{Timestamp, ToSpan};
use maud::{Markup, html};

use super::layout::link;
use crate::target::Target;

const BARS: usize = 12;
const SECONDS_EACH: i64 = 300;
/// Limit for counting: the page must stay quick on a busy table.
const MOST: usize = 5_000;
/// Dimensions of the drawing.
const HEIGHT: u64 = 28;
const WIDTH: usize = 10;

/// How many events of each provider arrived in the last hour.
pub(super) struct LastHour {
    counts: Vec<(&'static str, [u64; BARS])>,
    /// Whether there were too many to count.
    cut: bool,
}

impl LastHour {
    /// Counts from the index alone: reads no rows.
    pub(super) async fn read(target: &Target, now: Timestamp) -> Result<Self> {
        let names: Vec<&str> = target.providers.names().collect();
        let counts = target.providers.names().map(|name| (name, [0; BARS])).collect();
        let mut last = Self { counts, cut: false };
        let mut listing = target.reader().listing(&names, now - 1.hours(), now);
        for _ in 0..MOST {
            let Some(listed) = listing.next().await? else { return Ok(last) };
            last.count(listed.id.provider(), &listed.received_at, now);
        }
        last.cut = true;
        Ok(last)
    }

    fn count(&mut self, provider: &str, received_at: &str, now: Timestamp) {
        let Ok(at) = received_at.parse::<Timestamp>() else { return };
        let ago = usize::try_from(now.duration_since(at).as_secs() / SECONDS_EACH).unwrap_or(0);
        // The newest are on the right.
        let bar = (BARS - 1).saturating_sub(ago);
        let found = self.counts.iter_mut().find(|(name, _)| *name == provider);
        if let Some(count) = found.and_then(|(_, bars)| bars.get_mut(bar)) {
            *count += 1;
        }
    }

    /// One card for each provider, linked to the provider's events. Each has its own scale, shown
    /// on an axis, so the busiest does not flatten the others.
    pub(super) fn drawn(&self) -> Markup {
        html! {
            ul.cards aria-label="Events of the last hour" {
                @for (name, bars) in &self.counts {
                    @let sum: u64 = bars.iter().sum();
                    li {
                        a #{"p-" (name)} href=(link("/", &[("provider", name)])) {
                            span.name { (name) }
                            span.count { (sum) @if self.cut { "+" } span.hour { " last hour" } }
                            (bars_of(name, bars))
                        }
                    }
                }
            }
        }
    }
}

fn bars_of(name: &str, bars: &[u64; BARS]) -> Markup {
    let most = bars.iter().max().unwrap_or(&0);
    let highest = (*most).max(1);
    let label = format!("{name}: five minutes each, at most {most} in one");
    html! {
        span.plot {
            // The drawing's label says the same to screen readers.
            span.scale aria-hidden="true" { span { (highest) } span { "0" } }
            svg.bars viewBox={"0 0 " (BARS * WIDTH) " " (HEIGHT)} role="img" aria-label=(label) preserveAspectRatio="none" {
                @for (at, count) in bars.iter().enumerate() {
                    // A single event must be visible beside thousands.
                    @let height = if *count == 0 { 1 } else { (count * HEIGHT / highest).max(3) };
                    rect.none[*count == 0] x=(at * WIDTH + 1) y=(HEIGHT - height) width=(WIDTH - 2) height=(height) {
                        title { (count) }
                    }
                }
            }
            span.hours aria-hidden="true" { span { "\u{2212}1 h" } span { "now" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_counted_where_they_belong() {
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        let mut last = LastHour { counts: vec![("gire", [0; BARS])], cut: false };
        for at in ["2026-11-20T10:00:00.000Z", "2026-11-20T09:55:01.000Z", "2026-11-20T09:00:00.000Z", "later"] {
            last.count("gire", at, now);
        }
        last.count("nobody", "2026-11-20T10:00:00.000Z", now);
        assert_eq!(last.counts[0].1, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
        let drawn = last.drawn().into_string();
        assert!(drawn.contains("<span>2</span><span>0</span>"), "{drawn}");
        assert!(
            drawn.contains("height=\"28\"") && drawn.contains("height=\"14\"") && drawn.contains("3<span"),
            "{drawn}"
        );
    }

    #[test]
    fn the_busiest_does_not_flatten_the_others() {
        let mut last = LastHour { counts: vec![("a", [0; BARS]), ("b", [0; BARS])], cut: false };
        last.counts[0].1[0] = 2_300;
        last.counts[1].1[0] = 2;
        let drawn = last.drawn().into_string();
        assert_eq!(drawn.matches("height=\"28\"").count(), 2, "{drawn}");
        assert!(drawn.contains("<span>2300</span>") && drawn.contains("<span>2</span>"), "{drawn}");
    }
}
