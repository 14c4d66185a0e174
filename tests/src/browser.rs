//! A browser at the console: real TLS, real HTTP, cookies and forms; no script, as the console needs none.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject as _},
    },
};

use crate::{collector::Collector, machine::runtime};

/// A page that takes longer will not come.
const DEADLINE: Duration = Duration::from_secs(60);

/// One browser: an address, a certificate to believe in, and what it was told to remember.
pub struct Browser {
    at: SocketAddr,
    connector: TlsConnector,
    cookies: Vec<(String, String)>,
}

/// What the console answered.
#[derive(Debug)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// Where it sends on to; empty where it does not.
    pub location: String,
    /// The whole body.
    pub bytes: Vec<u8>,
    /// From the request to the last byte.
    pub took: Duration,
}

impl Page {
    /// Returns the body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Demands a status, and shows the page when it is another.
    pub fn expect(self, status: u16) -> Result<Self> {
        ensure!(
            self.status == status,
            "{} instead of {status}\n{}",
            self.status,
            self.text()
        );
        Ok(self)
    }

    /// Demands that it says something.
    pub fn says(self, text: &str) -> Result<Self> {
        ensure!(
            self.text().contains(text),
            "{text} is not on the page\n{}",
            self.text()
        );
        Ok(self)
    }

    /// Returns the value of the first hidden field of this name.
    pub fn field(&self, name: &str) -> Result<String> {
        let text = self.text();
        let rest = text.split_once(&format!("name=\"{name}\" value=\""));
        let value = rest.and_then(|(_, rest)| rest.split_once('"'));
        Ok(value
            .with_context(|| format!("no field {name}\n{text}"))?
            .0
            .to_owned())
    }
}

impl Browser {
    /// Opens the console of a collector and logs its administrator in.
    pub fn logged_in(collector: &Collector) -> Result<Self> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(collector.root()?.as_bytes())?)?;
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut browser = Self {
            at: collector.console(),
            connector: TlsConnector::from(Arc::new(config)),
            cookies: Vec::new(),
        };
        let token = browser.get("/login")?.expect(200)?.field("token")?;
        let fields = [
            ("token", &*token),
            ("name", "admin"),
            ("password", "Tanuki-no-mimawari-2026"),
        ];
        browser.post("/login", &fields)?.expect(303)?;
        Ok(browser)
    }

    /// Opens a page.
    pub fn get(&mut self, path: &str) -> Result<Page> {
        self.ask("GET", path, "", &[])
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Page> {
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)));
        let form = pairs.collect::<Vec<_>>().join("&");
        self.ask("POST", path, "application/x-www-form-urlencoded", form.as_bytes())
    }

    /// Sends a form with a file.
    pub fn upload(&mut self, path: &str, fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> Result<Page> {
        let mut form = Vec::new();
        for (field, value) in fields {
            let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n");
            form.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
        }
        let head =
            format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        form.extend([head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat());
        self.ask("POST", path, "multipart/form-data; boundary=edge", &form)
    }

    fn ask(&mut self, method: &str, path: &str, kind: &str, body: &[u8]) -> Result<Page> {
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let host = self.at;
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: {}\r\n",
            cookies.join("; ")
        );
        if method == "POST" {
            request += &format!(
                "Origin: https://{host}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n",
                body.len()
            );
        }
        let request = [request.as_bytes(), b"\r\n", body].concat();
        let began = Instant::now();
        let asked = async { timeout(DEADLINE, answered(&self.connector, host, &request)).await };
        let answer = runtime().block_on(asked).context("no answer in time")??;
        self.read(&answer, began.elapsed())
    }

    fn read(&mut self, answer: &[u8], took: Duration) -> Result<Page> {
        let split = answer
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .context("no head")?;
        let head = std::str::from_utf8(&answer[..split])?;
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .context("no status")?;
        let mut page = Page {
            status: status.parse()?,
            location: String::new(),
            bytes: answer[split + 4..].to_vec(),
            took,
        };
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            match name.to_ascii_lowercase().as_str() {
                "location" => page.location = value.to_owned(),
                "set-cookie" => self.remember(value),
                "transfer-encoding" => anyhow::bail!("the console sends whole pages"),
                _ => {}
            }
        }
        Ok(page)
    }

    fn remember(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

async fn answered(connector: &TlsConnector, at: SocketAddr, request: &[u8]) -> Result<Vec<u8>> {
    let line = TcpStream::connect(at).await?;
    let mut line = connector.connect(ServerName::from(at.ip()), line).await?;
    line.write_all(request).await?;
    let mut answer = Vec::new();
    match line.read_to_end(&mut answer).await {
        // A line that closes without a farewell has said all that it was to say.
        Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => Err(error.into()),
        _ => Ok(answer),
    }
}

/// Encodes a path's part or a form's value.
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    text.bytes()
        .map(|byte| match plain(byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect()
}
