//! Rings when Plug and Play says that an interface of a device has come or gone.
//!
//! No window and no message loop: the notification of the configuration
//! manager sets an event. Letters of drives come and go without one, so the
//! caller looks by the clock as well.

use std::{
    os::windows::io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle},
    ptr,
    time::Duration,
};

use windows_sys::Win32::{
    Devices::DeviceAndDriverInstallation::{
        CM_NOTIFY_ACTION, CM_NOTIFY_EVENT_DATA, CM_NOTIFY_FILTER,
        CM_NOTIFY_FILTER_FLAG_ALL_INTERFACE_CLASSES, CM_NOTIFY_FILTER_TYPE_DEVICEINTERFACE,
        CM_Register_Notification, CM_Unregister_Notification, CR_SUCCESS, HCMNOTIFICATION,
    },
    Foundation::{HANDLE, WAIT_OBJECT_0},
    System::Threading::{CreateEventW, SetEvent, WaitForSingleObject},
};

/// Waits for changes.
#[derive(Debug)]
pub struct Bell {
    event: Option<OwnedHandle>,
    notification: Option<Notification>,
}

/// A registration that ends with this value.
#[derive(Debug)]
struct Notification(HCMNOTIFICATION);

impl Drop for Notification {
    fn drop(&mut self) {
        // SAFETY: the registration was made by `listen` and is ended once, here.
        unsafe { CM_Unregister_Notification(self.0) };
    }
}

impl Bell {
    /// Starts listening.
    pub fn hang() -> Self {
        let event = event();
        let notification = event.as_ref().and_then(listen);
        Self { event, notification }
    }

    /// Tells whether changes of devices are heard; drive letters are looked after by the clock all the same.
    pub const fn hears(&self) -> bool {
        false
    }

    /// Waits for a ring, at most so long; tells whether there was one.
    pub fn wait(&mut self, at_most: Duration) -> bool {
        let Some(event) = self.event.as_ref().filter(|_| self.notification.is_some()) else {
            std::thread::park_timeout(at_most);
            return false;
        };
        let ms = u32::try_from(at_most.as_millis()).unwrap_or(u32::MAX - 1);
        // SAFETY: the handle is open for as long as `event` lives.
        unsafe { WaitForSingleObject(event.as_raw_handle(), ms) == WAIT_OBJECT_0 }
    }
}

fn event() -> Option<OwnedHandle> {
    // SAFETY: no name, no attributes; the handle is checked before it is owned.
    let handle = unsafe { CreateEventW(ptr::null(), 0, 0, ptr::null()) };
    // SAFETY: a handle that is not null was just made and belongs to nobody else.
    (!handle.is_null()).then(|| unsafe { OwnedHandle::from_raw_handle(handle) })
}

fn listen(event: &OwnedHandle) -> Option<Notification> {
    let filter = CM_NOTIFY_FILTER {
        cbSize: u32::try_from(size_of::<CM_NOTIFY_FILTER>()).ok()?,
        Flags: CM_NOTIFY_FILTER_FLAG_ALL_INTERFACE_CLASSES,
        FilterType: CM_NOTIFY_FILTER_TYPE_DEVICEINTERFACE,
        ..CM_NOTIFY_FILTER::default()
    };
    let mut made: HCMNOTIFICATION = 0 as _;
    // SAFETY: the filter is filled and read during the call only; the context is a handle by
    // value, and `Bell` ends the registration, which waits for `ring`, before it closes the event.
    let answer =
        unsafe { CM_Register_Notification(&filter, event.as_raw_handle().cast(), Some(ring), &mut made) };
    (answer == CR_SUCCESS).then_some(Notification(made))
}

unsafe extern "system" fn ring(
    _notification: HCMNOTIFICATION,
    context: *const core::ffi::c_void,
    _action: CM_NOTIFY_ACTION,
    _data: *const CM_NOTIFY_EVENT_DATA,
    _size: u32,
) -> u32 {
    // SAFETY: the context is the event's handle, which outlives the registration.
    unsafe { SetEvent(context as HANDLE) };
    0
}

impl Drop for Bell {
    fn drop(&mut self) {
        // Before the event that it sets is closed.
        self.notification = None;
    }
}
