//! What a document that has taken over the child would try; for tests, in debug builds only.
//!
//! A file called `mimawari-try.VERB.EXTENSION` makes the child do that instead of
//! reading it. A wall that holds ends the child or refuses; then the answer says
//! `refused`, and `BREACHED` where it was let through.

use std::{
    fs::File,
    io::{self, Read, Seek, Write as _},
    net::{TcpListener, TcpStream, UdpSocket},
    process::Command,
    thread,
};

use mimawari_proto::{name::Name, round::UnreadReason};

use super::super::{Examined, Eyes, Unread};
use crate::platform::room;

/// Does what the name of the file asks for; `None` for every other name.
pub(super) fn tried(eyes: &Eyes, name: &Name, file: &mut File) -> Option<Examined> {
    let verb = name.shown.strip_prefix("mimawari-try.")?.split('.').next()?;
    let mut text = String::new();
    // The text is where the secret of the test stands.
    drop(file.rewind().and_then(|()| file.read_to_string(&mut text)));
    let refused = match verb {
        "open" => File::open("/etc/hostname")
            .or_else(|_| File::open(r"C:\windows\win.ini"))
            .is_err(),
        "list" => std::fs::read_dir("/").is_err(),
        "write" => file.write_all(b"mine").is_err(),
        "make" => File::options()
            .write(true)
            .create(true)
            .truncate(true)
            .open("mimawari-made")
            .is_err(),
        "connect" => TcpStream::connect("127.0.0.1:9")
            .err()
            .is_none_or(|error| error.kind() != std::io::ErrorKind::ConnectionRefused),
        "listen" => TcpListener::bind("127.0.0.1:0").is_err(),
        "udp" => UdpSocket::bind("127.0.0.1:0").is_err(),
        "exec" => Command::new("/bin/true")
            .status()
            .or_else(|_| Command::new("cmd").arg("/c").status())
            .is_err(),
        "thread" => thread::Builder::new().spawn(|| ()).is_err(),
        "account" => room::is_own_account(),
        "look-in" => !room::looks_into_the_agent(),
        "memory" => hold(4 << 30).is_empty(),
        "many" => (0..1_u64 << 16)
            .map(|_| hold(1 << 20))
            .collect::<Vec<_>>()
            .is_empty(),
        "spin" => spin(),
        "deep" => deep(u64::MAX, &text) == 0,
        "panic" => return Some(eyes.examine(name, 1, &mut Panicking(text))),
        "abort" => abort(&text),
        "leave" => room::leave(0),
        "garbage" => room::say(text.as_bytes()),
        "flood" => room::say(&[0xff; 64]),
        _ => false,
    };
    Some(told(verb, refused))
}

/// A document at whose reading the reader panics, with the text in the message.
struct Panicking(String);

impl Read for Panicking {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        panic!("the text is {:?}", self.0)
    }
}

impl Seek for Panicking {
    fn seek(&mut self, _: io::SeekFrom) -> io::Result<u64> {
        Ok(0)
    }
}

fn told(verb: &str, refused: bool) -> Examined {
    let word = if refused { "refused" } else { "BREACHED" };
    Examined {
        unread: vec![Unread {
            member: Vec::new(),
            reason: UnreadReason::Stopped,
            format: String::new(),
            detail: format!("{verb}: {word}"),
        }],
        ..Examined::default()
    }
}

fn hold(bytes: usize) -> Vec<u8> {
    std::hint::black_box(vec![1; bytes])
}

fn spin() -> bool {
    let mut turns = 0_u64;
    while std::hint::black_box(turns) < u64::MAX {
        turns += 1;
    }
    turns == 0
}

/// Calls itself until the stack is full.
fn deep(left: u64, text: &str) -> u64 {
    let frame = std::hint::black_box([left; 64]);
    match left {
        0 => text.len() as u64,
        _ => deep(left - 1, text) + frame[0],
    }
}

#[expect(clippy::disallowed_methods, reason = "a crash is what is tried")]
fn abort(text: &str) -> ! {
    std::hint::black_box(text);
    std::process::abort()
}
