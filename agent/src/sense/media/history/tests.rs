//! Recordings made to the layouts of Windows and Linux, in several versions and languages, whole and damaged.

use proptest::prelude::*;

use super::*;
use crate::platform::facts::media::{Branch, Log, Registry, RegistryValue};

const SERIAL: &str = "4C530001230512116341";

fn at(text: &str) -> Option<Timestamp> {
    let at: jiff::Timestamp = text.parse().expect("a time");
    Some(Timestamp::from_unix_ms(at.as_millisecond()))
}

fn key(name: &str, branches: Vec<Branch>) -> Branch {
    Branch {
        name: name.to_owned(),
        branches,
        ..Branch::default()
    }
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn with(mut branch: Branch, values: &[(&str, Vec<u8>)]) -> Branch {
    let value = |(name, bytes): &(&str, Vec<u8>)| RegistryValue {
        name: (*name).to_owned(),
        bytes: bytes.clone(),
    };
    branch.values.extend(values.iter().map(value));
    branch
}

/// The times of a device as Windows 8 and later keep them.
fn times(rows: &[(&str, &str)]) -> Branch {
    let row = |(number, time): &(&str, &str)| {
        let ms = at(time).expect("a time").as_unix_ms() + 11_644_473_600_000;
        let ticks = u64::try_from(ms).expect("after 1601") * 10_000;
        with(key(number, vec![]), &[("", ticks.to_le_bytes().to_vec())])
    };
    let times = key(
        "{83da6326-97a6-4088-9453-a1923f573b29}",
        rows.iter().map(row).collect(),
    );
    key("Properties", vec![times])
}

fn registry() -> Registry {
    let container = |n: u8| {
        (
            "ContainerID",
            wide(&format!("{{{n:08x}-0000-0000-0000-000000000000}}\0")),
        )
    };
    let stick = key(
        &format!("{SERIAL}&0"),
        vec![times(&[
            ("0064", "2024-05-13T00:12:33Z"),
            ("0066", "2025-09-02T00:41:00Z"),
            ("0067", "2025-09-02T01:00:00Z"),
        ])],
    );
    let made_up = key("7&1c2d3e4f&0", vec![]);
    let usbstor = key(
        "USBSTOR",
        vec![
            key(
                "Disk&Ven_SanDisk&Prod_Ultra_USB_3.0&Rev_1.00",
                vec![with(stick, &[container(1)])],
            ),
            key("Disk&Ven_Generic&Prod_Flash_Disk&Rev_8.07", vec![made_up]),
            key(
                "CdRom&Ven_HL-DT-ST&Prod_DVDRAM_GP60&Rev_1.00",
                vec![key("KZ1234567&0", vec![])],
            ),
        ],
    );
    let phone = with(
        key("R58M123ABC", vec![]),
        &[
            ("Service", wide("WUDFWpdMtp\0")),
            ("DeviceDesc", wide("@wpdmtp.inf,%x%;Galaxy 架空\0")),
            ("CompatibleIDs", wide("USB\\Class_06&SubClass_01&Prot_01\0\0")),
        ],
    );
    let tethering = with(
        key("5&2", vec![]),
        &[("CompatibleIDs", wide("USB\\Class_e0&SubClass_01&Prot_03\0\0"))],
    );
    let keyboard = with(
        key("5&1", vec![]),
        &[("CompatibleIDs", wide("USB\\Class_03&SubClass_01\0\0"))],
    );
    let usb = key(
        "USB",
        vec![
            key(
                "VID_0781&PID_5581",
                vec![with(key(SERIAL, vec![]), &[container(1)])],
            ),
            key(
                "VID_174C&PID_55AA",
                vec![with(key("UAS0011223344", vec![]), &[container(2)])],
            ),
            key("VID_04E8&PID_6860", vec![phone]),
            key("VID_0BB4&PID_0FFE", vec![tethering]),
            key("VID_046D&PID_C31C", vec![keyboard]),
        ],
    );
    let scsi = key(
        "SCSI",
        vec![
            key(
                "Disk&Ven_JMicron&Prod_Portable_SSD",
                vec![with(key("6&1&0&000000", vec![]), &[container(2)])],
            ),
            key(
                "Disk&Ven_NVMe&Prod_built_in",
                vec![with(key("5&9&0&000000", vec![]), &[container(9)])],
            ),
        ],
    );
    let path = format!(
        "_??_USBSTOR#Disk&Ven_SanDisk&Prod_Ultra_USB_3.0&Rev_1.00#{SERIAL}&0#{{53f56307-b6bf-11d0-94f2-00a0c91efb8b}}"
    );
    let label = with(key(&path, vec![]), &[("FriendlyName", wide("保育課\0"))]);
    let swd = key("SWD", vec![key("WPDBUSENUM", vec![label])]);
    let guid = "{0a1b2c3d-0000-0000-0000-000000000001}";
    let volume = format!("\\??\\Volume{guid}");
    let mounted = with(key("MountedDevices", vec![]), &[(volume.as_str(), wide(&path))]);
    let point = |written| Branch {
        written_at: at(written),
        ..key(&guid.to_uppercase(), vec![])
    };
    Registry {
        enumerated: key("Enum", vec![usbstor, usb, scsi, swd]),
        mounted,
        mount_points: vec![
            (
                Name::from("tanaka"),
                key("MountPoints2", vec![point("2025-09-02T00:50:00Z")]),
            ),
            (
                Name::from("suzuki"),
                key("MountPoints2", vec![point("2025-01-01T00:00:00Z")]),
            ),
        ],
    }
}

fn one<'a>(found: &'a [Past], source: &str, serial: &str) -> &'a Past {
    let fits = |past: &&Past| past.source == source && past.serial == serial;
    found
        .iter()
        .find(fits)
        .unwrap_or_else(|| unreachable!("{source} {serial} in {found:?}"))
}

#[test]
fn a_stick_in_the_registry_has_names_ids_times_label_and_account() {
    let found = registry::past(&registry());
    let stick = one(&found, "usbstor", SERIAL);
    assert_eq!((stick.vendor_id, stick.product_id), (0x0781, 0x5581));
    assert_eq!(
        (stick.vendor.as_str(), stick.product.as_str()),
        ("SanDisk", "Ultra USB 3.0")
    );
    assert_eq!(stick.first_arrived_at, at("2024-05-13T00:12:33Z"));
    assert_eq!(stick.arrived_at, at("2025-09-02T00:41:00Z"));
    assert_eq!(stick.left_at, at("2025-09-02T01:00:00Z"));
    assert_eq!(stick.label, "保育課");
    assert_eq!(stick.user, Name::from("tanaka"), "the later of the two");
}

#[test]
fn serials_that_windows_made_up_and_other_classes_are_told_as_what_they_are() {
    let found = registry::past(&registry());
    let session = MediaSessionId::new(Timestamp::from_unix_ms(1), [0; 10]);
    let seen = one(&found, "usbstor", "7&1c2d3e4f&0").seen(session, &SharedSerials::default());
    assert_eq!(seen.grade, mimawari_proto::reading::Grade::C);
    assert_eq!(
        seen.serial_state,
        Some(mimawari_proto::reading::SerialState::ByWindows)
    );
    assert_eq!(one(&found, "usbstor", "KZ1234567").class, MediaClass::Optical);
    let phone = one(&found, "usb", "R58M123ABC");
    assert_eq!(
        (phone.class, phone.product.as_str()),
        (MediaClass::Portable, "Galaxy 架空")
    );
    assert_eq!(one(&found, "usb", "5&2").class, MediaClass::Network);
    assert_eq!(one(&found, "scsi", "UAS0011223344").bus, "uas");
    assert_eq!(found.len(), 6, "no keyboard, no built-in disk: {found:?}");
}

#[test]
fn a_serial_that_two_products_have_is_shared() {
    let mut registry = registry();
    let same = key(&format!("{SERIAL}&0"), vec![]);
    let other = key("Disk&Ven_SanDisk&Prod_Cruzer&Rev_1.00", vec![same]);
    registry.enumerated.branches[0].branches.push(other);
    let found = registry::past(&registry);
    let shared = SharedSerials::among(&found);
    let session = MediaSessionId::new(Timestamp::from_unix_ms(1), [0; 10]);
    let seen = one(&found, "usbstor", SERIAL).seen(session, &shared);
    assert_eq!(seen.grade, mimawari_proto::reading::Grade::C);
    assert_eq!(
        seen.serial_state,
        Some(mimawari_proto::reading::SerialState::Shared)
    );
    let phone = one(&found, "usb", "R58M123ABC").seen(session, &shared);
    assert_eq!(phone.grade, mimawari_proto::reading::Grade::A);
}

#[test]
fn damaged_keys_give_fewer_records_and_no_fault() {
    let mut registry = registry();
    let odd = [
        key("", vec![key("", vec![])]),
        key(
            "Disk&Ven_&Prod_",
            vec![key("&", vec![]), key("&0", vec![times(&[])])],
        ),
        key("VID_zzzz&PID_", vec![key("x", vec![])]),
        with(key("VID_1&PID_é", vec![]), &[("ContainerID", vec![0xff])]),
    ];
    for branch in &mut registry.enumerated.branches {
        branch.branches.extend(odd.clone());
    }
    let broken = with(key("0066", vec![]), &[("", vec![1, 2, 3])]);
    let broken = key(
        "Properties",
        vec![key("{83DA6326-97A6-4088-9453-A1923F573B29}", vec![broken])],
    );
    registry.enumerated.branches[0].branches[0].branches[0].branches = vec![broken];
    let found = registry::past(&registry);
    assert_eq!(one(&found, "usbstor", SERIAL).arrived_at, None);
}

fn log(form: LogForm, bytes: Vec<u8>) -> Log {
    Log {
        form,
        bytes,
        written_at: at("2026-03-01T00:00:00Z").expect("a time"),
    }
}

fn tokyo() -> TimeZone {
    TimeZone::get("Asia/Tokyo").expect("bundled")
}

fn installed(bytes: Vec<u8>) -> Vec<Past> {
    setupapi::past(&[&log(LogForm::SetupApi, bytes)], &tokyo())
}

const ENGLISH: &str = "[Device Install Log]\r\n     OS Version = 10.0.22631\r\n\r\n\
    >>>  [Device Install (Hardware initiated) - USB\\VID_0781&PID_5581\\4C530001230512116341]\r\n\
    >>>  Section start 2024/05/13 09:12:31.123\r\n<<<  Section end 2024/05/13 09:12:32.456\r\n\
    >>>  [Device Install (Hardware initiated) - USBSTOR\\Disk&Ven_SanDisk&Prod_Ultra&Rev_1.00\\4C530001230512116341&0]\r\n\
    >>>  Section start 2024/05/13 09:12:33.123\r\n     dvi: {Core Device Install} 09:12:33.200\r\n\
    <<<  Section end 2024/05/13 09:12:34.456\r\n<<<  [Exit status: SUCCESS]\r\n\
    >>>  [Device Install (Hardware initiated) - USBSTOR\\Disk&Ven_SanDisk&Prod_Ultra&Rev_1.00\\4C530001230512116341&0]\r\n\
    >>>  Section start 2025/01/01 00:00:00.000\r\n";

#[test]
fn a_log_of_installation_tells_the_first_arrival_in_every_coding() {
    let japanese = ENGLISH.replace(
        "Device Install (Hardware initiated)",
        "デバイスのインストール (ハードウェアによる開始)",
    );
    let shift_jis = encoding_rs::SHIFT_JIS.encode(&japanese).0.into_owned();
    let wide_marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(wide(&japanese)).collect();
    for bytes in [
        ENGLISH.as_bytes().to_vec(),
        japanese.clone().into_bytes(),
        shift_jis,
        wide_marked,
        wide(ENGLISH),
    ] {
        let found = installed(bytes);
        let stick = one(&found, "setupapi", SERIAL);
        assert_eq!(found.len(), 1);
        assert_eq!(
            stick.first_arrived_at,
            at("2024-05-13T00:12:33Z"),
            "local times, told in UTC"
        );
        assert_eq!(stick.noted_at, at("2024-12-31T15:00:00Z"));
        assert_eq!((stick.vendor_id, stick.product_id), (0x0781, 0x5581));
        assert_eq!(stick.confidence, Confidence::Medium);
    }
}

#[test]
fn the_log_of_windows_xp_has_its_time_first() {
    let old = "[2009/03/05 10:11:12 1234.5 Driver Install]\r\n#-019 Searching for hardware ID(s): usbstor\\disksandisk\r\n\
        #I121 Device install of \"USBSTOR\\DISK&VEN_SANDISK&PROD_CRUZER&REV_7.01\\0774910A1C2B3D4E&0\" finished successfully.\r\n";
    let found = installed(old.as_bytes().to_vec());
    assert_eq!(
        one(&found, "setupapi", "0774910A1C2B3D4E").first_arrived_at,
        at("2009-03-05T01:11:12Z")
    );
}

const KERNEL: &[&str] = &[
    "usb 1-1: new high-speed USB device number 5 using xhci_hcd",
    "usb 1-1: New USB device found, idVendor=0781, idProduct=5581, bcdDevice= 1.00",
    "usb 1-1: New USB device strings: Mfr=1, Product=2, SerialNumber=3",
    "usb 1-1: Product: Ultra",
    "usb 1-1: Manufacturer: SanDisk",
    "usb 1-1: SerialNumber: 4C530001230512116341",
    "usb-storage 1-1:1.0: USB Mass Storage device detected",
    "scsi host6: usb-storage 1-1:1.0",
    "sd 6:0:0:0: [sdb] 60062500 512-byte logical blocks: (30.8 GB/28.6 GiB)",
    "usb 1-2: New USB device found, idVendor=046d, idProduct=c31c, bcdDevice=64.00",
    "usb 1-2: Product: USB Keyboard",
    "usb 2-1: New USB device found, idVendor=174c, idProduct=55aa, bcdDevice= 1.00",
    "scsi host7: uas",
    "usb 1-3: New USB device found, idVendor=18d1, idProduct=4ee3, bcdDevice= 4.00",
    "rndis_host 1-3:1.0 usb0: register 'rndis_host' at usb-0000:00:14.0-3",
];

fn spoken(form: LogForm, head: impl Fn(usize) -> String, tail: &str) -> Vec<Past> {
    let all = KERNEL.iter().chain(&["usb 1-1: USB disconnect, device number 5"]);
    let text: String = all
        .enumerate()
        .map(|(n, line)| format!("{}{line}{tail}\n", head(n)))
        .collect();
    kernel::past(&[&log(form, text.into_bytes())], &tokyo())
}

#[test]
fn what_the_kernel_said_is_read_from_every_form_of_its_log() {
    let exact = spoken(
        LogForm::Kernel,
        |n| format!("2025-09-02T09:41:{n:02}.5+09:00 pc kernel: [ 12.3] "),
        "",
    );
    let old = spoken(
        LogForm::Kernel,
        |n| format!("Sep  2 09:41:{n:02} pc kernel: [   12.345678] "),
        "",
    );
    let micros =
        |n: usize| at("2025-09-02T00:41:00Z").expect("a time").as_unix_ms() * 1_000 + n as i64 * 1_000_000;
    let journal = spoken(
        LogForm::Journal,
        |n| format!("{{\"__REALTIME_TIMESTAMP\":\"{}\",\"MESSAGE\":\"", micros(n)),
        "\"}",
    );
    for (found, source, sure) in [
        (exact, "kernel_log", Confidence::High),
        (old, "kernel_log", Confidence::Medium),
        (journal, "journal", Confidence::High),
    ] {
        let stick = one(&found, source, SERIAL);
        let second = |at: Option<Timestamp>| at.map(|at| at.as_unix_ms() / 1_000);
        assert_eq!(second(stick.arrived_at), second(at("2025-09-02T00:41:01Z")));
        assert_eq!(second(stick.left_at), second(at("2025-09-02T00:41:15Z")));
        assert_eq!((stick.size_bytes, stick.confidence), (60_062_500 * 512, sure));
        let sorts: Vec<_> = found
            .iter()
            .map(|past| (past.vendor_id, past.class, past.bus))
            .collect();
        let wanted = [
            (0x0781, MediaClass::Storage, "usb"),
            (0x174c, MediaClass::Storage, "uas"),
            (0x18d1, MediaClass::Network, "usb"),
        ];
        assert_eq!(sorts, wanted, "no keyboard");
    }
}

#[test]
fn a_line_without_a_year_is_not_later_than_its_log() {
    let line = b"Dec 31 23:00:00 pc kernel: usb 1-1: New USB device found, idVendor=0781, idProduct=5581\n\
        Dec 31 23:00:01 pc kernel: usb-storage 1-1:1.0: USB Mass Storage device detected\n";
    let found = kernel::past(&[&log(LogForm::Kernel, line.to_vec())], &tokyo());
    assert_eq!(found[0].arrived_at, at("2025-12-31T14:00:00Z"));
}

#[test]
fn everything_together_is_told_the_latest_first_and_each_by_its_source() {
    let records = Records {
        logs: vec![log(LogForm::SetupApi, ENGLISH.as_bytes().to_vec())],
        registry: Some(registry()),
    };
    let found = past(&records, &tokyo());
    let of_stick: Vec<_> = found
        .iter()
        .filter(|past| past.serial == SERIAL)
        .map(|past| past.source)
        .collect();
    assert_eq!(of_stick, ["usbstor", "setupapi"]);
}

proptest! {
    #[test]
    fn logs_of_every_sort_end_in_records(bytes in proptest::collection::vec(any::<u8>(), 0..600), cut in 0_usize..1_200) {
        let _ = installed(bytes.clone());
        let _ = installed(ENGLISH.as_bytes().iter().take(cut).chain(&bytes).copied().collect());
        for form in [LogForm::Kernel, LogForm::Journal] {
            let _ = kernel::past(&[&log(form, bytes.clone())], &tokyo());
        }
    }

    #[test]
    fn words_of_the_kernel_with_anything_in_them_end_in_records(parts in proptest::collection::vec("(usb|scsi|sd|usb-storage|uas) [0-9a-z:.-]{0,9}: (New USB device found, idVendor=|Product: |uas|usb-storage |\\[sdb\\] |USB disconnect)?.{0,30}", 0..20)) {
        let text: String = parts.iter().map(|line| format!("2025-09-02T09:41:00+09:00 pc kernel: {line}\n")).collect();
        let _ = kernel::past(&[&log(LogForm::Kernel, text.into_bytes())], &tokyo());
    }

    #[test]
    fn ids_of_every_sort_are_taken_apart(text in ".{0,60}") {
        let _ = (instance::disk_name(&text), instance::usb_ids(&text), instance::serial(&text));
    }
}
