//! A bad line: a TCP proxy on loopback that cuts, delays, blocks and forgets.
//!
//! One thread per direction and connection; user space only, so it works
//! where the kernel has no network emulation.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::Result;

/// How the line behaves; can be changed while it is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Passes everything.
    None,
    /// Ends a connection after so many bytes towards the collector.
    CutUp(u64),
    /// Ends a connection after so many bytes towards the agent: receipts are lost.
    CutDown(u64),
    /// Holds every piece back for so long.
    Slow(Duration),
    /// Takes everything and passes nothing, without ending the connection.
    Swallow,
    /// Refuses connections.
    Closed,
}

/// A line between agents and a collector.
#[derive(Debug)]
pub struct Proxy {
    at: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    to: Mutex<SocketAddr>,
    fault: Mutex<Fault>,
    open: Mutex<Vec<TcpStream>>,
    connections: AtomicU64,
    passed: AtomicU64,
    stopped: AtomicBool,
}

impl Proxy {
    /// Opens a line to `to` on any free port.
    pub fn open(to: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let at = listener.local_addr()?;
        let shared = Arc::new(Shared {
            to: Mutex::new(to),
            fault: Mutex::new(Fault::None),
            open: Mutex::new(Vec::new()),
            connections: AtomicU64::new(0),
            passed: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || accept(&listener, &accepting));
        Ok(Self { at, shared })
    }

    /// Returns where agents connect to.
    pub fn at(&self) -> SocketAddr {
        self.at
    }

    /// Changes how the line behaves, for open connections too.
    pub fn set(&self, fault: Fault) {
        *locked(&self.shared.fault) = fault;
        if fault == Fault::Closed {
            self.cut();
        }
    }

    /// Ends every open connection.
    pub fn cut(&self) {
        for stream in locked(&self.shared.open).drain(..) {
            // Already ended is as good.
            drop(stream.shutdown(Shutdown::Both));
        }
    }

    /// Tells how many connections were made so far.
    pub fn connections(&self) -> u64 {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Tells how many bytes were passed so far, both ways.
    pub fn passed(&self) -> u64 {
        self.shared.passed.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        self.cut();
        // Wakes the accepting thread, which then sees that it is over.
        drop(TcpStream::connect(self.at));
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for agent in listener.incoming().flatten() {
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        shared.connections.fetch_add(1, Ordering::SeqCst);
        if *locked(&shared.fault) == Fault::Closed {
            continue;
        }
        let to = *locked(&shared.to);
        // A collector that is down looks to the agent like a line that ends.
        let Ok(collector) = TcpStream::connect(to) else {
            continue;
        };
        join(agent, collector, shared);
    }
}

fn join(agent: TcpStream, collector: TcpStream, shared: &Arc<Shared>) {
    let (Ok(agent_in), Ok(collector_in)) = (agent.try_clone(), collector.try_clone()) else {
        return;
    };
    if let (Ok(one), Ok(two)) = (agent.try_clone(), collector.try_clone()) {
        locked(&shared.open).extend([one, two]);
    }
    let (up, down) = (Arc::clone(shared), Arc::clone(shared));
    thread::spawn(move || pass(agent_in, collector, &up, true));
    thread::spawn(move || pass(collector_in, agent, &down, false));
}

/// Passes one direction until it ends or a fault ends it.
fn pass(mut from: TcpStream, mut to: TcpStream, shared: &Shared, is_up: bool) {
    let mut buffer = [0_u8; 16 << 10];
    let mut total = 0_u64;
    loop {
        let length = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => break,
        };
        let fault = *locked(&shared.fault);
        let allowed = match fault {
            Fault::Swallow => 0,
            Fault::CutUp(limit) if is_up => left(limit, total, length),
            Fault::CutDown(limit) if !is_up => left(limit, total, length),
            Fault::Slow(delay) => {
                thread::park_timeout(delay);
                length
            }
            _ => length,
        };
        total += length as u64;
        if to.write_all(&buffer[..allowed]).is_err() || (allowed < length && fault != Fault::Swallow) {
            break;
        }
        shared.passed.fetch_add(allowed as u64, Ordering::SeqCst);
    }
    drop(from.shutdown(Shutdown::Both));
    drop(to.shutdown(Shutdown::Both));
}

fn left(limit: u64, total: u64, length: usize) -> usize {
    usize::try_from(limit.saturating_sub(total)).map_or(length, |left| left.min(length))
}

/// A thread that panicked while it held the lock has left a whole value behind.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn echo() -> Result<SocketAddr> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let at = listener.local_addr()?;
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let Ok(mut back) = stream.try_clone() else { return };
                thread::spawn(move || std::io::copy(&mut stream, &mut back));
            }
        });
        Ok(at)
    }

    #[test]
    fn a_line_without_fault_passes_everything() -> Result<()> {
        let line = Proxy::open(echo()?)?;
        let mut stream = TcpStream::connect(line.at())?;
        stream.write_all(b"hello")?;
        let mut back = [0; 5];
        stream.read_exact(&mut back)?;
        assert_eq!(&back, b"hello");
        Ok(())
    }

    #[test]
    fn a_cut_line_ends_at_the_byte_it_was_told() -> Result<()> {
        let line = Proxy::open(echo()?)?;
        line.set(Fault::CutDown(3));
        let mut stream = TcpStream::connect(line.at())?;
        stream.write_all(b"hello")?;
        let mut back = Vec::new();
        stream.read_to_end(&mut back)?;
        assert_eq!(back, b"hel");
        Ok(())
    }
}
