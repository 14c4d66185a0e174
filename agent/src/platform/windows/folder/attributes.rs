//! What an entry is, decided by its attributes and reparse tag alone.

use windows_sys::Win32::{
    Storage::FileSystem::{
        FILE_ATTRIBUTE_DEVICE, FILE_ATTRIBUTE_DIRECTORY, FILE_ATTRIBUTE_OFFLINE,
        FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS, FILE_ATTRIBUTE_RECALL_ON_OPEN, FILE_ATTRIBUTE_REPARSE_POINT,
    },
    System::SystemServices::{
        IO_REPARSE_TAG_CLOUD, IO_REPARSE_TAG_DEDUP, IO_REPARSE_TAG_ONEDRIVE, IO_REPARSE_TAG_WOF,
    },
};

use crate::platform::facts::Sort;

/// Reading any of these fetches the content from somewhere else.
const RECALLS: u32 =
    FILE_ATTRIBUTE_OFFLINE | FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS | FILE_ATTRIBUTE_RECALL_ON_OPEN;

/// A tag with this bit stands for another name (symbolic link, junction, mount point).
const NAME_SURROGATE: u32 = 0x2000_0000;

/// The nibble in which the 16 tags of cloud providers differ.
const CLOUD_PROVIDER: u32 = 0x0000_F000;

/// Decides; a folder whose listing would be fetched counts as lying in the cloud too.
pub(super) fn sort(attributes: u32, reparse_tag: u32) -> Sort {
    let has = |flags: u32| attributes & flags != 0;
    if has(FILE_ATTRIBUTE_REPARSE_POINT) && !is_storage(reparse_tag) {
        // Wine marks links to folders without a tag.
        return match (reparse_tag, reparse_tag & NAME_SURROGATE) {
            (1.., 0) => Sort::Special,
            _ => Sort::Link,
        };
    }
    if has(RECALLS) {
        return Sort::CloudOnly;
    }
    match (has(FILE_ATTRIBUTE_DEVICE), has(FILE_ATTRIBUTE_DIRECTORY)) {
        (true, _) => Sort::Special,
        (false, true) => Sort::Folder,
        (false, false) => Sort::File,
    }
}

/// Tells tags that only say how or where the content is stored.
const fn is_storage(tag: u32) -> bool {
    matches!(
        tag,
        IO_REPARSE_TAG_DEDUP | IO_REPARSE_TAG_WOF | IO_REPARSE_TAG_ONEDRIVE
    ) || tag & !CLOUD_PROVIDER == IO_REPARSE_TAG_CLOUD
}

#[cfg(test)]
mod tests {
    use windows_sys::Win32::{
        Storage::FileSystem::{FILE_ATTRIBUTE_ARCHIVE, FILE_ATTRIBUTE_NORMAL},
        System::SystemServices::{
            IO_REPARSE_TAG_APPEXECLINK, IO_REPARSE_TAG_MOUNT_POINT, IO_REPARSE_TAG_SYMLINK,
        },
    };

    use super::*;

    #[test]
    fn what_lies_in_the_cloud_or_elsewhere_is_told_without_opening() {
        const CLOUD_9: u32 = IO_REPARSE_TAG_CLOUD | 0x9000;
        const FOLDER: u32 = FILE_ATTRIBUTE_DIRECTORY;
        const POINT: u32 = FILE_ATTRIBUTE_REPARSE_POINT;
        for (attributes, tag, wanted) in [
            (FILE_ATTRIBUTE_NORMAL, 0, Sort::File),
            (FILE_ATTRIBUTE_ARCHIVE, 0, Sort::File),
            (FOLDER, 0, Sort::Folder),
            (FILE_ATTRIBUTE_OFFLINE, 0, Sort::CloudOnly),
            (FILE_ATTRIBUTE_RECALL_ON_OPEN, 0, Sort::CloudOnly),
            (FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS, 0, Sort::CloudOnly),
            (
                POINT | FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS,
                CLOUD_9,
                Sort::CloudOnly,
            ),
            (
                FOLDER | POINT | FILE_ATTRIBUTE_RECALL_ON_OPEN,
                CLOUD_9,
                Sort::CloudOnly,
            ),
            (POINT, CLOUD_9, Sort::File),
            (FOLDER | POINT, IO_REPARSE_TAG_CLOUD, Sort::Folder),
            (POINT, IO_REPARSE_TAG_DEDUP, Sort::File),
            (POINT, IO_REPARSE_TAG_SYMLINK, Sort::Link),
            (FOLDER | POINT, IO_REPARSE_TAG_MOUNT_POINT, Sort::Link),
            (POINT | FILE_ATTRIBUTE_OFFLINE, IO_REPARSE_TAG_SYMLINK, Sort::Link),
            (POINT, IO_REPARSE_TAG_APPEXECLINK, Sort::Special),
            (POINT, 0x8000_0023, Sort::Special),
            (FOLDER | POINT, 0, Sort::Link),
            (FILE_ATTRIBUTE_DEVICE, 0, Sort::Special),
        ] {
            assert_eq!(sort(attributes, tag), wanted, "{attributes:#x} {tag:#x}");
        }
    }
}
