//! Makes a tree like the desktops of a city hall: the same seed, the same bytes.
//!
//! Of 100 files 62 are texts (UTF-8, a fifth of them CP932), 20 documents and
//! workbooks, 4 archives, 14 pictures and programs, which are noise to any
//! reader. One text in 500 holds a password note, one in 1,000 a list of numbers.

use std::{
    fs,
    io::{Cursor, Write as _},
    path::Path,
};

use anyhow::Result;
use mimawari_tests::{
    chance::Chance,
    desktop::{docx, zip_of},
};
use zip::{ZipWriter, write::SimpleFileOptions};

/// Files in one folder.
const PER_FOLDER: u64 = 100;

const SENTENCES: &[&str] = &[
    "本日の議題は防災訓練の日程について確認する。",
    "資料は前日の十七時までに共有フォルダへ保存してください。",
    "The quarterly report was sent to all sections on Monday.",
    "窓口の混雑を避けるため、受付時間を三十分早めることとした。",
    "令和8年度の予算要求について、各課の担当者は様式第3号を提出する。",
    "2026-11-20 09:15:22 INFO request finished in 12 ms status=200 bytes=5120",
    "問い合わせは内線 2214 まで。担当は午後から在席しています。",
    "会議室の予約は一週間前までに行い、利用後は机を元に戻すこと。",
    "品目,数量,単価,金額\nコピー用紙,120,450,54000\n封筒,800,12,9600",
    "see https://example.com/manual/index.html#section-4 for details",
    "毎月末に各係で在庫を数え、翌月三日までに様式で報告すること。",
    "出張の旅費は帰庁後五日以内に精算し、領収書を添えて提出する。",
    "昨年度の相談件数は前年に比べて一割ほど増えている。",
    "Please find attached the minutes of the meeting held last week.",
    "日付,区分,件数,備考\n2026-10-01,窓口,42,\n2026-10-02,電話,17,午後休止",
    "庁舎の空調は九時から十七時までとし、時間外は申請による。",
    "契約期間は令和8年4月1日から令和9年3月31日までとする。",
    "新任職員の研修は三日間とし、初日に情報の取扱いを学ぶ。",
    "No. 118 / rev. 3 / 2026-06-30 / approved by the section chief",
    "回覧後は最後の人が文書係へ戻してください。",
    "郵便番号 000-0000 所在地 中央一丁目 電話 00-0000-0000",
    "質問と回答は別紙のとおり整理し、次回の会議で確認する。",
    "倉庫の鍵は当番が預かり、退庁時に所定の場所へ返す。",
    "2026/11/20 09:15 GET /api/v1/items?page=3&size=50 304 8ms",
];

/// Makes the tree, unless the mark of a whole one with the same measures is there.
pub(crate) fn make(dir: &Path, files: u64, bytes: u64, seed: u64) -> Result<()> {
    let mark = dir.join(".whole");
    let measures = format!("{files} {bytes} {seed}\n");
    if fs::read_to_string(&mark).is_ok_and(|there| there == measures) {
        return Ok(());
    }
    let mut chance = Chance::new(seed);
    let mean = bytes / files.max(1);
    for number in 0..files {
        let folder = dir.join(format!("課{:02}/資料{:04}", number % 37, number / PER_FOLDER));
        fs::create_dir_all(&folder)?;
        let (name, content) = file(number, mean, &mut chance)?;
        fs::write(folder.join(name), content)?;
    }
    Ok(fs::write(mark, measures)?)
}

/// One file: its name and its bytes, of a size around `mean`.
fn file(number: u64, mean: u64, chance: &mut Chance) -> Result<(String, Vec<u8>)> {
    // Few large, many small, as on real desktops. The factors have a mean of 8; documents shrink,
    // so that 6 brings the whole tree to its size.
    let factor = *chance.pick(&[1, 1, 2, 2, 3, 4, 6, 10, 16, 35]);
    let size = usize::try_from(mean * factor / 6)?;
    Ok(match chance.below(100) {
        0..50 => (format!("記録{number}.txt"), text(size, chance).into_bytes()),
        50..62 => {
            let utf8 = text(size / 2, chance);
            let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(&utf8);
            (format!("一覧{number}.csv"), bytes.into_owned())
        }
        // A document of text shrinks to about a fifth.
        62..72 => (format!("文書{number}.docx"), docx(&text(size * 2, chance))?),
        72..82 => (format!("集計{number}.xlsx"), workbook(size * 2, chance)?),
        82..86 => {
            let inner = text(size * 2, chance);
            (
                format!("控え{number}.zip"),
                zip_of(&[("memo.txt", inner.as_bytes())])?,
            )
        }
        _ => (format!("写真{number}.jpg"), noise(size, chance)),
    })
}

/// A text in which nothing is to be found.
pub(crate) fn clean(size: usize, chance: &mut Chance) -> String {
    let mut text = String::with_capacity(size + 128);
    while text.len() < size {
        let sentence: &&str = chance.pick(SENTENCES);
        text.push_str(sentence);
        text.push('\n');
    }
    text
}

/// A text in which now and then something is to be found.
pub(crate) fn text(size: usize, chance: &mut Chance) -> String {
    let mut text = clean(size, chance);
    match chance.below(1_000) {
        0 | 1 => text.push_str(&format!(
            "業務システム\nパスワード: Tanuki-{}\n",
            chance.below(10_000)
        )),
        2 => text.push_str("氏名,個人番号\n見回 太郎,123456789018\n"),
        _ => {}
    }
    text
}

fn noise(size: usize, chance: &mut Chance) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0];
    while bytes.len() < size {
        bytes.extend(chance.next().to_le_bytes());
    }
    bytes
}

/// A text document of so many bytes of text.
pub(crate) fn document(size: usize, chance: &mut Chance) -> Result<Vec<u8>> {
    docx(&clean(size, chance))
}

/// A workbook with one sheet of shared strings and numbers.
pub(crate) fn workbook(size: usize, chance: &mut Chance) -> Result<Vec<u8>> {
    let strings: String = SENTENCES.iter().map(|s| format!("<si><t>{s}</t></si>")).collect();
    let mut rows = String::with_capacity(size + 256);
    let mut number = 0;
    while rows.len() < size {
        number += 1;
        let (which, amount) = (chance.below(SENTENCES.len() as u64), chance.below(100_000));
        rows.push_str(&format!(
            "<row r=\"{number}\"><c r=\"A{number}\" t=\"s\"><v>{which}</v></c>\
             <c r=\"B{number}\"><v>{amount}</v></c></row>"
        ));
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"集計\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/sharedStrings.xml",
            format!("<sst xmlns=\"{main}\">{strings}</sst>"),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(part.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\
<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/></Types>";
