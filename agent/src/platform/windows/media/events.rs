//! Asks the log of events for disks that came and went; nothing where it may not be read or is not kept.

use mimawari_proto::time::Timestamp;
use windows_sys::{
    Win32::System::EventLog::{
        EVT_HANDLE, EvtClose, EvtNext, EvtQuery, EvtQueryChannelPath, EvtQueryReverseDirection, EvtRender,
        EvtRenderEventXml,
    },
    w,
};

use crate::platform::facts::media::{LOG_BYTES, Log, LogForm};

/// Events taken at one time.
const LOT: usize = 64;

/// How long is waited for a lot, in ms.
const WAIT_MS: u32 = 2_000;

/// An event of up to so many bytes of UTF-16; a larger one is passed over.
const EVENT_BYTES: usize = 512 << 10;

/// A handle of the log, closed when it goes.
struct Open(EVT_HANDLE);

impl Drop for Open {
    fn drop(&mut self) {
        // SAFETY: the handle was given to us by a call that succeeded, and is closed once, here.
        unsafe { EvtClose(self.0) };
    }
}

/// Reads the newest events about partitions, the oldest of them first.
pub(super) fn partition() -> Option<Log> {
    // SAFETY: this PC's own log is meant by 0; both texts end with a zero.
    let query = unsafe {
        EvtQuery(
            0,
            w!("Microsoft-Windows-Partition/Diagnostic"),
            w!("*[System[(EventID=1006)]]"),
            EvtQueryChannelPath | EvtQueryReverseDirection,
        )
    };
    let query = (query != 0).then_some(Open(query))?;
    let mut lines: Vec<String> = Vec::new();
    let mut bytes = 0;
    let mut buffer = vec![0_u16; EVENT_BYTES / 2];
    while bytes < LOG_BYTES {
        let lot = next(&query);
        if lot.is_empty() {
            break;
        }
        for line in lot.iter().filter_map(|event| rendered(event, &mut buffer)) {
            bytes += line.len();
            lines.push(line);
        }
    }
    lines.reverse();
    Some(Log {
        form: LogForm::Partition,
        bytes: lines.concat().into_bytes(),
        written_at: Timestamp::default(),
    })
}

fn next(query: &Open) -> Vec<Open> {
    let mut handles: [EVT_HANDLE; LOT] = [0; LOT];
    let mut count = 0;
    // SAFETY: the query is open; the list has room for as many handles as is said.
    let is_done = unsafe {
        EvtNext(
            query.0,
            LOT as u32,
            handles.as_mut_ptr(),
            WAIT_MS,
            0,
            &raw mut count,
        )
    } != 0;
    let count = if is_done { count as usize } else { 0 };
    handles.into_iter().take(count).map(Open).collect()
}

/// Writes an event as XML on one line.
fn rendered(event: &Open, buffer: &mut [u16]) -> Option<String> {
    let (mut used, mut properties) = (0, 0);
    let room = u32::try_from(size_of_val(buffer)).ok()?;
    // SAFETY: the event is open; the buffer is as long as is said, in bytes, and aligned for UTF-16; XML needs no context.
    let is_done = unsafe {
        EvtRender(
            0,
            event.0,
            EvtRenderEventXml,
            room,
            buffer.as_mut_ptr().cast(),
            &raw mut used,
            &raw mut properties,
        )
    } != 0;
    let text = is_done.then(|| buffer.get(..used as usize / 2))??;
    let text = String::from_utf16_lossy(text);
    let line: String = text.trim_end_matches('\0').replace(['\r', '\n'], " ");
    Some(format!("{line}\n"))
}
