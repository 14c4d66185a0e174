//! The figures as tables on stdout.

use std::{collections::BTreeMap, io::Write};

use anyhow::Result;

use crate::{
    answer::Answers,
    cover::Cover,
    figures::{Figures, Groups},
    label::{KINDS, Label, Split},
    offender::Offender,
};

/// Everything about one split.
pub(crate) fn figures(out: &mut impl Write, split: Split, figures: &Figures) -> Result<()> {
    writeln!(out, "== {} ({} files)\n", split.name(), figures.files)?;
    kinds(out, figures)?;
    for (title, groups) in [
        ("difficulty", &figures.difficulties),
        ("decoy", &figures.decoys),
        ("format", &figures.formats),
        ("encoding", &figures.encodings),
        ("container", &figures.containers),
    ] {
        self::groups(out, title, groups)?;
    }
    Ok(())
}

fn kinds(out: &mut impl Write, figures: &Figures) -> Result<()> {
    writeln!(
        out,
        "{:<16} {:>6} {:>9} {:>6}   {:>5} {:>5} {:>6}   {:>11}   {:>10}",
        "kind", "F1", "precision", "recall", "right", "wrong", "missed", "high, right", "hard found"
    )?;
    for (name, kind) in &figures.kinds {
        let count = kind.count;
        writeln!(
            out,
            "{name:<16} {:>6} {:>9} {:>6}   {:>5} {:>5} {:>6}   {:>6} of {:>4}   {:>4} of {:>3}",
            shown(count.f1()),
            shown(count.precision()),
            shown(count.recall()),
            count.right,
            count.wrong,
            count.missed,
            kind.high.right,
            kind.high.right + kind.high.wrong,
            kind.hard.right,
            kind.hard.positives(),
        )?;
    }
    let encrypted = figures.encrypted;
    writeln!(
        out,
        "{:<16} {:>6} {:>9} {:>6}   {:>5} {:>5} {:>6}",
        "encrypted",
        shown(encrypted.f1()),
        shown(encrypted.precision()),
        shown(encrypted.recall()),
        encrypted.right,
        encrypted.wrong,
        encrypted.missed
    )?;
    writeln!(out, "of all marked high, right: {}\n", shown(figures.high()))?;
    Ok(())
}

fn groups(out: &mut impl Write, title: &str, groups: &Groups) -> Result<()> {
    writeln!(
        out,
        "{title:<16} {:>5}   {:>20}   {:>20}   {:>20}",
        "files", "notes found", "all kinds found", "clear with an alarm"
    )?;
    for (name, group) in groups {
        writeln!(
            out,
            "{name:<16} {:>5}   {}   {}   {:>13} of {:>3}",
            group.files,
            part(group.notes.right, group.notes.positives(), group.notes.recall()),
            part(group.all.right, group.all.positives(), group.all.recall()),
            group.alarmed,
            group.clear,
        )?;
    }
    Ok(writeln!(out)?)
}

/// How the scan went as a whole.
pub(crate) fn cover(out: &mut impl Write, cover: &Cover) -> Result<()> {
    let verdict = match cover.is_whole() {
        true => "every file accounted for",
        false => "NOT EVERY FILE ACCOUNTED FOR",
    };
    writeln!(
        out,
        "{verdict}: {} labels, {} files = {} read + {} skipped + the rest among {} named unread; {} strangers",
        cover.labels, cover.files, cover.read, cover.skipped, cover.unread, cover.strangers
    )?;
    writeln!(
        out,
        "scan: {:.2} s of CPU, {:.2} s on the clock, {:.1} MB\n",
        cover.cost.cpu_seconds.unwrap_or_default(),
        cover.cost.wall_seconds.unwrap_or_default(),
        megabytes(cover.bytes)
    )?;
    Ok(())
}

/// The agent and other tools in one table: F1, and precision and recall below it.
pub(crate) fn peers(
    out: &mut impl Write,
    split: Split,
    labels: &[&Label],
    all: &[(&str, &Answers)],
) -> Result<()> {
    writeln!(out, "== compared on {}: F1 (precision/recall)\n", split.name())?;
    write!(out, "{:<22}", "tool")?;
    for kind in KINDS {
        write!(out, " {kind:>17}")?;
    }
    writeln!(
        out,
        " {:>17} {:>8} {:>8} {:>8}",
        "encrypted", "CPU s", "clock s", "peak MB"
    )?;
    for (name, answers) in all {
        tool(out, name, labels, answers)?;
    }
    Ok(writeln!(out)?)
}

fn tool(out: &mut impl Write, name: &str, labels: &[&Label], answers: &Answers) -> Result<()> {
    let figures = Figures::of(labels, answers);
    write!(out, "{name:<22}")?;
    for kind in KINDS {
        // A kind that a tool never names is none it looks for.
        let text = match answers.knows(kind) {
            true => triple(figures.kinds[kind].count),
            false => "-".to_owned(),
        };
        write!(out, " {text:>17}")?;
    }
    let encrypted = match figures.encrypted.right + figures.encrypted.wrong {
        0 => "-".to_owned(),
        _ => triple(figures.encrypted),
    };
    let cost = &answers.cost;
    writeln!(
        out,
        " {encrypted:>17} {:>8} {:>8} {:>8}",
        tenths(cost.cpu_seconds),
        tenths(cost.wall_seconds),
        tenths(cost.peak_mb)
    )?;
    Ok(())
}

/// The files on which the agent is wrong, and how many of which family.
pub(crate) fn offenders(out: &mut impl Write, offenders: &[Offender<'_>], show: usize) -> Result<()> {
    if show == 0 {
        return Ok(());
    }
    writeln!(out, "== the worst of {} wrong answers\n", offenders.len())?;
    for offender in offenders.iter().take(show) {
        writeln!(
            out,
            "{:<22} {:<16} {:<28} {}  {}",
            offender.fault.name(),
            offender.kind,
            offender.family,
            offender.path,
            offender.rule
        )?;
    }
    let mut families: BTreeMap<_, usize> = BTreeMap::new();
    for offender in offenders {
        *families
            .entry((offender.family, offender.kind, offender.fault))
            .or_default() += 1;
    }
    let mut families: Vec<_> = families.into_iter().collect();
    families.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    writeln!(out, "\n== by family\n")?;
    for ((family, kind, fault), count) in families.into_iter().take(show) {
        writeln!(out, "{count:>4}  {family:<28} {kind:<16} {}", fault.name())?;
    }
    Ok(())
}

fn triple(count: crate::count::Count) -> String {
    format!(
        "{} ({}/{})",
        shown(count.f1()),
        short(count.precision()),
        short(count.recall())
    )
}

fn part(right: u32, all: u32, share: Option<f64>) -> String {
    format!("{right:>6} of {all:>4} {:>6}", shown(share))
}

fn shown(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"))
}

fn short(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{share:.2}"))
}

fn tenths(figure: Option<f64>) -> String {
    figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.1}"))
}

#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
