//! Counts what lies on a medium: how much, how old, which sorts of files. No name leaves here.

use std::{collections::BTreeMap, ops::ControlFlow, path::Path, time::Duration};

use mimawari_proto::{
    reading::{FileSort, MediaContent},
    round::RootOutcome,
    time::Timestamp,
};

use super::marker;
use crate::sense::walk::{Sighting, What, walk};

/// Files that are counted on one medium: a stick full of photographs has some 20,000.
const FILES_LIMIT: u64 = 200_000;

/// How long a count may take; a slow stick lists some 1,000 files a second.
const TIME_LIMIT: Duration = Duration::from_secs(180);

/// What a count needs from outside.
pub struct Edge<'a> {
    /// Reads the clock.
    pub now: &'a dyn Fn() -> Timestamp,
    /// Somebody asked to stop, or the medium has gone.
    pub stop: &'a dyn Fn() -> bool,
}

/// Counts what lies below the tops of the volumes of a medium.
///
/// Complete is a count only where every volume that the medium has is among them.
pub fn count(tops: &[&Path], are_all: bool, edge: &Edge<'_>) -> MediaContent {
    let began_at = (edge.now)();
    let mut content = MediaContent {
        complete: are_all && !tops.is_empty(),
        ..MediaContent::default()
    };
    let mut sorts: BTreeMap<FileSort, u64> = BTreeMap::new();
    for top in tops {
        content.complete &= count_volume(top, &mut content, &mut sorts, began_at, edge);
    }
    content.sorts = sorts.into_iter().collect();
    content.swept_at = (edge.now)();
    content
}

/// Tells whether it got to the end.
fn count_volume(
    top: &Path,
    content: &mut MediaContent,
    sorts: &mut BTreeMap<FileSort, u64>,
    began_at: Timestamp,
    edge: &Edge<'_>,
) -> bool {
    let outcome = walk(top, &mut |entry| {
        let sighting = entry.sighting();
        let is_over = content.files >= FILES_LIMIT || (edge.now)().since(began_at) >= TIME_LIMIT;
        if is_over || (edge.stop)() {
            return ControlFlow::Break(());
        }
        if matches!(sighting.what, What::File | What::CloudOnly) && !is_of_the_system(top, sighting) {
            add(content, sorts, sighting);
        }
        ControlFlow::Continue(())
    });
    outcome == RootOutcome::Covered
}

fn add(content: &mut MediaContent, sorts: &mut BTreeMap<FileSort, u64>, sighting: &Sighting) {
    content.files += 1;
    content.bytes = content.bytes.saturating_add(sighting.size_bytes);
    let at = sighting.modified_at;
    content.oldest_modified_at = Some(content.oldest_modified_at.map_or(at, |oldest| oldest.min(at)));
    content.newest_modified_at = Some(content.newest_modified_at.map_or(at, |newest| newest.max(at)));
    *sorts.entry(sort(&sighting.name.shown)).or_default() += 1;
}

/// What systems and makers leave on every stick is no residue; neither is our own marker.
fn is_of_the_system(top: &Path, sighting: &Sighting) -> bool {
    const FOLDERS: &[&str] = &[
        "system volume information",
        "$recycle.bin",
        ".spotlight-v100",
        ".fseventsd",
        ".trashes",
        "lost+found",
    ];
    const FILES: &[&str] = &[
        "indexervolumeguid",
        "wpsettings.dat",
        "desktop.ini",
        "thumbs.db",
        ".ds_store",
        "autorun.inf",
        marker::FILE,
    ];
    let inside = sighting.path.strip_prefix(top).unwrap_or(&sighting.path);
    let mut parts = inside.iter().map(|part| part.to_string_lossy().to_lowercase());
    let first = parts.next().unwrap_or_default();
    // What was thrown into the bin still lies on the stick: it is counted.
    let is_settings = FOLDERS.contains(&first.as_str()) && first != "$recycle.bin" && first != ".trashes";
    is_settings || FILES.contains(&sighting.name.shown.to_lowercase().as_str())
}

/// Says of which sort a file is, by the ending of its name.
pub fn sort(name: &str) -> FileSort {
    let Some((_, ending)) = name.rsplit_once('.') else {
        return FileSort::Another;
    };
    match ending.to_ascii_lowercase().as_str() {
        "doc" | "docx" | "docm" | "dot" | "dotx" | "odt" | "rtf" | "jtd" | "jtt" | "pages" => {
            FileSort::Document
        }
        "xls" | "xlsx" | "xlsm" | "xlsb" | "ods" | "csv" | "tsv" | "numbers" => FileSort::Sheet,
        "ppt" | "pptx" | "pptm" | "pps" | "ppsx" | "odp" | "key" => FileSort::Slides,
        "pdf" | "xps" | "oxps" | "xdw" | "xbd" => FileSort::Pdf,
        "txt" | "log" | "md" | "ini" | "xml" | "json" | "html" | "htm" => FileSort::Text,
        "eml" | "msg" | "mbox" | "pst" | "ost" => FileSort::Mail,
        "mdb" | "accdb" | "sqlite" | "db" | "dbf" | "fp7" | "fmp12" => FileSort::Database,
        "jpg" | "jpeg" | "png" | "gif" | "bmp" | "tif" | "tiff" | "heic" | "webp" | "svg" | "raw" => {
            FileSort::Picture
        }
        "mp3" | "wav" | "m4a" | "wma" | "mp4" | "mov" | "avi" | "mpg" | "mpeg" | "wmv" | "mkv" => {
            FileSort::SoundOrFilm
        }
        "zip" | "7z" | "rar" | "lzh" | "gz" | "tar" | "cab" | "iso" | "img" | "vhd" | "vhdx" => {
            FileSort::Archive
        }
        "exe" | "msi" | "dll" | "bat" | "cmd" | "ps1" | "vbs" | "js" | "com" | "scr" | "sh" | "jar" => {
            FileSort::Program
        }
        _ => FileSort::Another,
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, fs};

    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_ms(1_790_000_000_000);

    fn edge() -> Edge<'static> {
        Edge {
            now: &|| NOW,
            stop: &|| false,
        }
    }

    #[test]
    fn what_lies_there_is_counted_by_sort_and_what_systems_leave_is_not() {
        let dir = tempfile::tempdir().expect("temp dir");
        let top = fs::canonicalize(dir.path()).expect("there");
        for folder in ["System Volume Information", "$RECYCLE.BIN", "引継ぎ"] {
            fs::create_dir(top.join(folder)).expect("makes");
        }
        let files = [
            "System Volume Information/IndexerVolumeGuid",
            "$RECYCLE.BIN/$R1.xlsx",
            "引継ぎ/名簿.XLSX",
            "引継ぎ/メモ.txt",
            "Thumbs.db",
            marker::FILE,
            "なし",
        ];
        for file in files {
            fs::write(top.join(file), b"12345").expect("writes");
        }
        let content = count(&[&top], true, &edge());
        assert_eq!((content.files, content.bytes, content.complete), (4, 20, true));
        let twice = count(&[&top, &top.join("引継ぎ")], false, &edge());
        assert_eq!(
            (twice.files, twice.complete),
            (6, false),
            "every volume, and one is not open"
        );
        let wanted = [(FileSort::Sheet, 2), (FileSort::Text, 1), (FileSort::Another, 1)];
        assert_eq!(content.sorts, wanted);
        assert!(content.oldest_modified_at <= content.newest_modified_at);
    }

    #[test]
    fn a_count_that_was_stopped_is_not_complete_and_a_pulled_medium_neither() {
        let dir = tempfile::tempdir().expect("temp dir");
        let top = fs::canonicalize(dir.path()).expect("there");
        for n in 0..5 {
            fs::write(top.join(format!("{n}.txt")), b"").expect("writes");
        }
        let asked = Cell::new(0);
        let stop = || asked.replace(asked.get() + 1) >= 3;
        let stopped = count(
            &[&top],
            true,
            &Edge {
                stop: &stop,
                ..edge()
            },
        );
        assert_eq!((stopped.files, stopped.complete), (3, false));
        let gone = count(&[&top.join("gone")], true, &edge());
        assert!(!gone.complete, "an empty list of what is gone is no empty medium");
    }
}
