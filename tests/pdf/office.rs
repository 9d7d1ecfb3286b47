//! The same plans set by LibreOffice, where it is installed.

use std::path::Path;
use std::process::Command;

use super::{plan, record, sayings};

/// A text as a document that LibreOffice opens; its flattened task table becomes a table again.
fn document(text: &str, columns: Option<usize>) -> String {
    let escape = |words: &str| {
        words.replace('&', "&amp;").replace('<', "&lt;").replace("  ", " <text:s/>").to_string()
    };
    let paragraph = |style: &str, words: &str| {
        format!("<text:p text:style-name=\"{style}\">{}</text:p>\n", escape(words))
    };
    let mut body = String::new();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate().peekable();
    while let Some((n, line)) = lines.next() {
        let Some(width) = columns.filter(|_| line == "序号") else {
            body.push_str(&paragraph(
                if n == 0 && line.chars().count() < 30 { "Title" } else { "Body" },
                line,
            ));
            continue;
        };
        let mut cells = vec![line];
        while let Some((_, cell)) = lines.next_if(|(_, line)| !line.starts_with('【')) {
            cells.push(cell);
        }
        body.push_str(&format!(
            "<table:table><table:table-column table:number-columns-repeated=\"{width}\"/>"
        ));
        for row in cells.chunks(width) {
            body.push_str("<table:table-row>");
            for cell in row {
                body.push_str("<table:table-cell table:style-name=\"Cell\" office:value-type=\"string\">");
                body.push_str(&paragraph("Standard", cell));
                body.push_str("</table:table-cell>");
            }
            body.push_str("</table:table-row>\n");
        }
        body.push_str("</table:table>\n");
    }
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
<style:style style:name="Title" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>
<style:text-properties style:font-size-asian="20pt" fo:font-size="20pt"/></style:style>
<style:style style:name="Body" style:family="paragraph">
<style:paragraph-properties fo:text-indent="1.1cm" fo:text-align="justify"/>
<style:text-properties style:font-size-asian="16pt" fo:font-size="16pt"/></style:style>
</office:styles>
<office:automatic-styles><style:style style:name="Cell" style:family="table-cell">
<style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 fo:margin="2.5cm"/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"/></office:master-styles>
<office:body><office:text>
{body}</office:text></office:body></office:document>"#
    )
}

fn installed() -> bool {
    let fonts = Command::new("fc-list").arg(":lang=zh-cn").output();
    Command::new("soffice").arg("--version").output().is_ok_and(|output| output.status.success())
        && fonts.is_ok_and(|output| !output.stdout.is_empty())
}

#[test]
fn plans_set_by_libreoffice_say_what_their_text_says() {
    if !installed() {
        eprintln!("skipped: there is no LibreOffice with a Chinese font");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let names =
        ["county-report", "innovation-measures", "task-table", "zaozhuang", "qingshui", "chengdu-hant"];
    let mut files = Vec::new();
    for name in names {
        let (_, text) = plan(&format!("{name}.txt"));
        let path = folder.path().join(format!("{name}.fodt"));
        std::fs::write(&path, document(&text, (name == "task-table").then_some(5))).unwrap();
        files.push(path);
    }
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let mut command = Command::new("soffice");
    command.args([&profile, "--headless", "--convert-to", "pdf", "--outdir"]).arg(folder.path()).args(&files);
    assert!(command.output().unwrap().status.success());
    for name in names {
        let (path, _) = plan(&format!("{name}.txt"));
        let made = folder.path().join(Path::new(name).with_extension("pdf"));
        let (told, read) = (sayings(&record(&path)), sayings(&record(&made)));
        let differing: Vec<_> = told.iter().zip(&read).filter(|(a, b)| a != b).take(1).collect();
        assert!(told == read, "{name}: {} and {}: {differing:#?}", told.len(), read.len());
    }
}

#[test]
fn a_file_that_asks_for_a_password_is_failed_and_one_that_only_forbids_copying_is_read() {
    if !installed() {
        eprintln!("skipped: there is no LibreOffice with a Chinese font");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (path, text) = plan("qingshui.txt");
    let source = folder.path().join("qingshui.fodt");
    std::fs::write(&source, document(&text, None)).unwrap();
    let save = |name: &str, options: &str| {
        let out = folder.path().join(name);
        let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
        let mut command = Command::new("soffice");
        command.args([&profile, "--headless", "--convert-to"]);
        command.arg(format!("pdf:writer_pdf_Export:{options}")).arg("--outdir").arg(&out).arg(&source);
        assert!(command.output().unwrap().status.success());
        record(&out.join("qingshui.pdf"))
    };
    let string = |value: &str| format!(r#"{{"type":"string","value":"{value}"}}"#);
    let yes = r#"{"type":"boolean","value":"true"}"#;
    let locked =
        save("locked", &format!(r#"{{"EncryptFile":{yes},"DocumentOpenPassword":{}}}"#, string("承诺")));
    assert_eq!((&locked["status"], &locked["error"]["code"]), (&"failed".into(), &"encrypted".into()));
    let closed = format!(
        r#"{{"RestrictPermissions":{yes},"PermissionPassword":{},"EnableCopyingOfContent":{{"type":"boolean","value":"false"}}}}"#,
        string("owner")
    );
    let closed = save("closed", &closed);
    assert_eq!(closed["status"], "ok", "{}", closed["error"]);
    assert_eq!(sayings(&closed), sayings(&record(&path)));
}
