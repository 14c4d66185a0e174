//! Desktops as people leave them, with secrets that are known by heart.

use std::{
    fs,
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Result;
use zip::{ZipWriter, write::SimpleFileOptions};

/// Values planted in documents: none may ever leave the PC or reach a log.
///
/// The number has a valid check digit (see `domain`, Individual Numbers) and belongs to nobody.
pub const SECRETS: &[&str] = &["kigi-Tanuki-2048", "Sakura+7701", "123456789018"];

/// A desktop of the usual kind.
#[derive(Debug)]
pub struct Desktop {
    path: PathBuf,
}

impl Desktop {
    /// Makes `FOLDER/デスクトップ` with nothing on it.
    pub fn empty(folder: &Path) -> Result<Self> {
        let path = folder.join("デスクトップ");
        fs::create_dir_all(&path)?;
        Ok(Self { path })
    }

    /// Makes one with Japanese names, notes of passwords, a list of numbers and a locked drawer.
    pub fn usual(folder: &Path) -> Result<Self> {
        let desktop = Self::empty(folder)?;
        desktop.put(
            "業務システム メモ.txt",
            "業務システム\nID: soumu01\nパスワード: kigi-Tanuki-2048\n",
        )?;
        desktop.put("会議/議事録.txt", "本日の議題は防災訓練の日程について。\n")?;
        desktop.put_bytes(
            "資料/引継ぎ.docx",
            &docx("ファイルサーバ\nユーザー名 soumu\nパスワード：Sakura+7701")?,
        )?;
        desktop.put("資料/名簿.csv", "氏名,個人番号\n見回 太郎,123456789018\n")?;
        let truncated = docx("途中で切れた文書")?;
        desktop.put_bytes("資料/壊れた書類.zip", &truncated[..truncated.len() / 2])?;
        Ok(desktop)
    }

    /// Puts a text there, making folders as needed.
    pub fn put(&self, name: &str, text: &str) -> Result<PathBuf> {
        self.put_bytes(name, text.as_bytes())
    }

    /// Puts a file there, making folders as needed.
    pub fn put_bytes(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&self.path))?;
        fs::write(&path, bytes)?;
        Ok(path)
    }

    /// Puts a note with a password of its own there.
    pub fn put_note(&self, name: &str, password: &str) -> Result<PathBuf> {
        self.put(name, &format!("業務システム\nパスワード: {password}\n"))
    }

    /// Takes a file away.
    pub fn remove(&self, name: &str) -> Result<()> {
        Ok(fs::remove_file(self.path.join(name))?)
    }

    /// Returns its folder.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Makes a small word-processor document of these lines.
pub fn docx(text: &str) -> Result<Vec<u8>> {
    let paragraphs: String = text
        .lines()
        .map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"))
        .collect();
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{paragraphs}</w:body></w:document>"
    );
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", &body),
    ];
    zip_of(&parts.map(|(name, text)| (name, text.as_bytes())))
}

/// Packs files into a zip archive.
pub fn zip_of(parts: &[(&str, &[u8])]) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Override PartName=\"/word/document.xml\" \
ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Target=\"word/document.xml\" \
Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/></Relationships>";
