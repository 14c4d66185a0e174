//! The heap of the program: in the examining room, running out of it is told from every other end.
//!
//! Outside the room it is the system's own heap and nothing else.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicBool, Ordering},
};

use super::{facts::OUT_OF_MEMORY, host};

/// Set once, in a child of the examining room.
static IN_ROOM: AtomicBool = AtomicBool::new(false);

/// The system's heap; made the heap of the program in `main`.
#[derive(Debug)]
pub struct Heap;

/// From now on, running out of memory ends the process with [`OUT_OF_MEMORY`].
///
/// Otherwise a document that asks for too much could not be told from a fault.
pub fn end_when_empty() {
    IN_ROOM.store(true, Ordering::Relaxed);
}

// SAFETY: every call is passed on as it came to the system's heap, whose promises hold; a null is
// passed back as it came, or the process ends.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: what the caller promises to us, it promises to the system's heap.
        given(unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        given(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above; the memory came from the system's heap.
        given(unsafe { System.realloc(memory, layout, size) })
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above; the memory came from the system's heap.
        unsafe { System.dealloc(memory, layout) };
    }
}

#[inline]
fn given(memory: *mut u8) -> *mut u8 {
    if memory.is_null() && IN_ROOM.load(Ordering::Relaxed) {
        host::room::leave(OUT_OF_MEMORY);
    }
    memory
}
