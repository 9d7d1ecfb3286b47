//! Seeds: what the fuzz targets begin from, made of our own plans, phrases and tables, and the words that they are fed.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::builder::{Font, SETTING, Setting, file, set};
use super::common::{plans, root};

/// A seed: the target it is for, its name, its bytes.
pub type Seed = (&'static str, String, Vec<u8>);

/// Longest stretch of a plan in one seed: short inputs are tried more often.
const LONGEST: usize = 1_500;

const TEXTS: &[&str] = &["outline", "dates", "quantities", "bodies", "people", "extract"];

/// Every seed that can be made without another program.
pub fn seeds() -> Vec<Seed> {
    let mut seeds = Vec::new();
    let mut add = |target, name: &str, bytes: &[u8]| seeds.push((target, name.to_string(), bytes.to_vec()));
    for (name, words) in stretches() {
        for &target in TEXTS {
            add(target, &name, words.as_bytes());
        }
        let (gb, big5) = (encoding_rs::GB18030.encode(&words).0, encoding_rs::BIG5.encode(&words).0);
        let utf16: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        add("text", &name, words.as_bytes());
        add("text", &format!("{name}-gb18030"), &gb);
        add("text", &format!("{name}-big5"), &big5);
        add("text", &format!("{name}-utf16"), &utf16);
        add("pipeline", &name, &[b"\0", words.as_bytes()].concat());
        let lines: Vec<&str> = words.lines().collect();
        add("markdown", &name, lines.join("\n\n").replace("一、", "# 一、").as_bytes());
        add("html", &name, page(&lines).as_bytes());
        add("mhtml", &name, &message(&page(&lines)));
        add("warc", &name, &crawl(&[page(&lines).as_bytes()]));
        add("docx", &name, word(&lines).as_bytes());
        add("rtf", &name, rich(&lines).as_bytes());
        add("ofd", &name, sheets_of_glyphs(&lines).as_bytes());
        let archive = format!("=== plans/plan.txt\n{words}\n=== 方案.html\n{}", page(&lines));
        for target in ["zip", "tar", "gzip"] {
            add(target, &name, archive.as_bytes());
        }
    }
    for (name, words) in phrases() {
        let target = TEXTS.iter().find(|target| **target == name).unwrap_or(&"extract");
        for (n, group) in words.chunks(20).enumerate() {
            add(target, &format!("{name}-{n}"), group.join("\n").as_bytes());
        }
    }
    for (name, rows) in tables() {
        let comma = rows.replace('\t', ",");
        add("csv", &name, comma.as_bytes());
        add("pipeline", &format!("{name}-csv"), &[b"\x02", comma.as_bytes()].concat());
        add("pipeline", &format!("{name}-tsv"), &[b"\x03", rows.as_bytes()].concat());
        let bars: Vec<String> = rows.lines().map(|row| format!("| {} |", row.replace('\t', " | "))).collect();
        let markdown = format!("{}\n|---|---|\n{}", bars[0], bars[1..].join("\n"));
        add("markdown", &name, markdown.as_bytes());
        add("outline", &name, rows.replace('\t', "\n").as_bytes());
        add("extract", &name, bars.join("\n").as_bytes());
        add("html", &name, page_of_table(&rows).as_bytes());
        add("pipeline", &format!("{name}-html"), &[b"\x04", page_of_table(&rows).as_bytes()].concat());
        add("docx", &name, word_of_table(&rows).as_bytes());
        add("rtf", &name, rich_table(&rows).as_bytes());
        add("xlsx", &name, workbook(&rows).as_bytes());
    }
    let small = Setting { bottom: 300.0, ..SETTING };
    let words = "养老服务方案\n一、工作目标\n到2025年底，全县建成养老服务设施80处以上，每年培训不少于10次。";
    for (name, font) in
        [("gbk", Font::Gbk), ("ucs2", Font::Ucs2), ("listed", Font::Listed), ("bare", Font::Bare)]
    {
        add("pdf", name, &file(&set(words, small), font).bytes());
        let columns = Setting { columns: 2, size: 12.0, ..small };
        add("pdf", &format!("{name}-columns"), &file(&set(words, columns), font).bytes());
    }
    seeds
}

/// Old Word files and workbooks, which LibreOffice makes; none, said aloud, where it is missing.
pub fn office() -> Vec<Seed> {
    let folder = tempfile::tempdir().unwrap();
    let (_, words) = stretches().swap_remove(0);
    let (_, rows) = tables().swap_remove(0);
    fs::write(folder.path().join("plan.html"), page(&words.lines().collect::<Vec<_>>())).unwrap();
    fs::write(folder.path().join("table.html"), page_of_table(&rows)).unwrap();
    fs::write(folder.path().join("sheet.csv"), rows.replace('\t', ",")).unwrap();
    let mut seeds = Vec::new();
    for (target, from, filter) in [
        ("doc", "plan", "doc:MS Word 97"),
        ("doc", "table", "doc:MS Word 97"),
        ("xls", "sheet", "xls"),
        ("pdf", "plan", "pdf:writer_web_pdf_Export"),
    ] {
        let source = if from == "sheet" { "sheet.csv" } else { &format!("{from}.html") };
        let mut soffice = Command::new("soffice");
        let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
        soffice.arg(profile).args(["--headless", "--convert-to", filter, source]).current_dir(folder.path());
        match soffice.output() {
            Ok(output) if output.status.success() => {}
            other => {
                eprintln!("skipped: no seeds for {target} without LibreOffice: {other:?}");
                continue;
            }
        }
        let made = folder.path().join(format!("{from}.{target}"));
        seeds.push((target, format!("office-{from}"), fs::read(made).unwrap()));
    }
    seeds
}

/// What fuzzers put into inputs, a list for each group of targets, in the form of libFuzzer's dictionaries.
pub fn words() -> Vec<(&'static str, String)> {
    let mut plan: BTreeSet<String> = BTreeSet::new();
    for (name, longest) in [
        ("cues.tsv", 8),
        ("units.tsv", 6),
        ("frame.tsv", 8),
        ("columns.tsv", 6),
        ("posts.tsv", 6),
        ("actors.tsv", 6),
        ("conversions.tsv", 6),
    ] {
        let rows = fs::read_to_string(root().join("dictionaries").join(name)).unwrap();
        let words = rows.lines().skip(1).filter_map(|row| row.split('\t').next());
        plan.extend(words.filter(|word| word.chars().count() <= longest).map(str::to_string));
    }
    plan.extend(SIGNS.iter().map(|sign| sign.to_string()));
    let markup: BTreeSet<String> = MARKUP.split_whitespace().map(str::to_string).collect();
    let pages: BTreeSet<String> = PDF.split_whitespace().map(str::to_string).collect();
    let rich: BTreeSet<String> = RICH_WORDS.split_whitespace().map(str::to_string).collect();
    [("plan", plan), ("markup", markup), ("pdf", pages), ("rtf", rich)]
        .map(|(name, words)| (name, dictionary(&words)))
        .into()
}

const SIGNS: &[&str] = &[
    "一、",
    "（一）",
    "(二)",
    "1.",
    "（1）",
    "①",
    "一是",
    "二是",
    "第一条",
    "第三章",
    "附件1：",
    "。",
    "；",
    "，",
    "、",
    "：",
    "“",
    "”",
    "《",
    "》",
    "〔2024〕",
    "[2024]",
    "2024年6月底前",
    "2025年",
    "“十四五”",
    "二〇二五年",
    "二O一O年",
    "6月30日",
    "今年",
    "明年底",
    "上半年",
    "第三季度",
    "不少于",
    "以上",
    "左右",
    "力争",
    "80",
    "0.83",
    "1,234",
    "万",
    "亿元",
    "%",
    "个百分点",
    "‰",
    "平方米",
    "人/次",
    "每",
    "增长",
    "下降到",
    "翻一番",
    "提高到",
    "县民政局",
    "市委",
    "国务院",
    "各乡镇（街道）",
    "牵头单位：",
    "责任单位：",
    "配合",
    "组长：",
    "县长",
    "张三",
    "李 四",
    "欧阳修",
    "\n",
    "\r\n",
    "\t",
    " ",
    "　",
    "|",
    "——",
    "--",
    "～",
    "-",
    "\u{202E}",
    "\u{200B}",
    "\u{FEFF}",
    "\0",
    "\u{FFFD}",
    "2 0 2 5",
    "５０",
    "９０％",
    "１２月",
    "Ⅳ",
    "㎡",
    "²",
];

const MARKUP: &str = "<w:p> </w:p> <w:r> </w:r> <w:t> </w:t> <w:tbl> </w:tbl> <w:tr> </w:tr> <w:tc> </w:tc> <w:tcPr> <w:gridSpan w:val=\"2\"/> <w:vMerge/> \
    <w:vMerge w:val=\"restart\"/> <w:numPr> <w:numId w:val=\"1\"/> <w:ilvl w:val=\"0\"/> <w:ins> <w:del> <w:fldChar w:fldCharType=\"begin\"/> w:fldCharType=\"end\" <w:instrText> \
    <w:footnoteReference w:id=\"1\"/> <w:sdt> <w:br/> <w:tab/> <w:sym/> <mc:AlternateContent> <mc:Fallback> <c r=\"A1\" t=\"s\"> <v> </v> <row r=\"1048576\"> </row> \
    <mergeCell ref=\"A1:XFD1048576\"/> <sheetData> <si> <ofd:TextObject> <ofd:TextCode DeltaX=\"g 99 5\" <ofd:Page> <![CDATA[ ]]> <!-- --> <?xml encoding=\"GBK\"?> \
    <!DOCTYPE <!ENTITY &amp; &#x0; &#xD800; &#20013; &nbsp &nbsp; <table> </table> <tr> <td rowspan=\"65534\"> colspan=\"1000\" <td> </td> <th> <div> </div> <p> </p> <span> </span> \
    <script> </script> <style> </style> <iframe src= <meta charset=gb2312> <title> </title> <br> <a href= <textarea> <template> <svg> <math> <plaintext> <select> <frameset> class=\"TRS_Editor\" \
    id=\"zoom\" hidden style=\"display:none\" 索引号： 发文机关： 成文日期： 当前位置： 版权所有 === \
    Content-Type: Content-Transfer-Encoding: base64 quoted-printable boundary= charset=utf-8 MIME-Version: WARC/1.0 WARC-Type: response Content-Length: Transfer-Encoding: chunked HTTP/1.1 --x";

const PDF: &str = "obj endobj stream endstream xref trailer startxref %%EOF << >> [ ] /Type /Pages /Page /Kids /Count /Contents /Resources /Font /Subtype /Type0 /Encoding \
    /GBK-EUC-H /UniGB-UCS2-H /Identity-H /DescendantFonts /ToUnicode /W /DW /Length /Filter /FlateDecode /LZWDecode /ASCII85Decode /ASCIIHexDecode /RunLengthDecode /DecodeParms /Predictor /Columns \
    /ObjStm /XRef /Prev /Root /Size /Encrypt /First /N /Index /MediaBox /Rotate /XObject /Form /Matrix /BBox BT ET Tf Td TD Tm Tj TJ T* Tc Tw Tz TL Ts Do q Q cm re m l S f begincmap endcmap beginbfchar endbfchar \
    beginbfrange endbfrange begincodespacerange usecmap 1 0 R 9999999999 -1 0.0000001 65535 f n";

const RICH_WORDS: &str = r"{ } {\* \par \pard \plain \f1 \f2 \f99 \u20013? \u-10179? \u-9136? \uc0 \uc2 \'d6\'d0 \'81 \bin9 \trowd \trleft-100 \cellx1000 \cellx0 \cellx-9 \cellx99999 \clmrg \clvmrg \intbl \cell \row \nestcell \footnote \shptxt \shpinst \listtext \tab \line \v \v0 \deleted \fonttbl \fcharset2 \fcharset134 \ansicpg936 \ansicpg1252 \deff1 \~ \_ \pict \header";

/// Lines `"\xE5\xB9\xB4"`.
fn dictionary(words: &BTreeSet<String>) -> String {
    let mut lines = String::new();
    for word in words.iter().filter(|word| !word.is_empty() && word.len() <= 60) {
        let coded: String = word.bytes().map(|byte| format!("\\x{byte:02X}")).collect();
        writeln!(lines, "\"{coded}\"").unwrap();
    }
    lines
}

/// Our plans in stretches of whole lines.
fn stretches() -> Vec<(String, String)> {
    let mut stretches = Vec::new();
    for path in files(&plans(), "txt") {
        let text = chengnuo::read::read(&fs::read(&path).unwrap(), &path).unwrap().text;
        let (mut part, mut count) = (String::new(), 0);
        for line in text.lines() {
            part.push_str(line);
            part.push('\n');
            if part.len() >= LONGEST {
                count += 1;
                stretches.push((format!("{}-{count}", stem(&path)), std::mem::take(&mut part)));
            }
        }
        stretches.push((stem(&path), part));
    }
    stretches
}

/// The phrases of each kind, with the lines that `⏎` stands for.
fn phrases() -> Vec<(String, Vec<String>)> {
    let phrases = |path: &PathBuf| {
        let rows = fs::read_to_string(path).unwrap();
        let words = rows.lines().filter_map(|row| row.split('\t').nth(1));
        (stem(path), words.map(|words| words.replace('⏎', "\n")).collect())
    };
    files(&root().join("corpus/phrases"), "tsv").iter().map(phrases).collect()
}

fn tables() -> Vec<(String, String)> {
    let paths = files(&root().join("corpus/tables"), "tsv").into_iter();
    let ours = paths.filter(|path| !stem(path).ends_with(".expected"));
    ours.map(|path| (stem(&path), fs::read_to_string(&path).unwrap())).collect()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|end| end == extension)).collect();
    paths.sort();
    paths
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}

fn page(lines: &[&str]) -> String {
    let paragraphs: String = lines.iter().map(|line| format!("<p>{}&nbsp;</p>\n", escaped(line))).collect();
    format!(
        "<html><head><meta charset=\"utf-8\"><title>方案</title></head><body><ul><li><a href=\"/\">首页</a></ul>\n\
         <div class=\"TRS_Editor\">{paragraphs}</div><script>var a = 1;</script></body></html>"
    )
}

fn page_of_table(rows: &str) -> String {
    let cell = |cell: &str| format!("<td rowspan=1><p><span>{}</span></p></td>", escaped(cell));
    let row = |row: &str| format!("<tr>{}</tr>\n", row.split('\t').map(cell).collect::<String>());
    format!("<div id=\"zoom\"><table>{}</table></div>", rows.lines().map(row).collect::<String>())
}

fn message(page: &str) -> Vec<u8> {
    format!(
        "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html; \
         charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nContent-Location: http://a.cn/a.html\r\n\r\n{page}\r\n--x--\r\n"
    )
    .into_bytes()
}

fn crawl(pages: &[&[u8]]) -> Vec<u8> {
    let mut records = Vec::new();
    for page in pages {
        let answer = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n", *page].concat();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://a.cn/a.html>\r\nContent-Length: {}\r\n\r\n",
            answer.len()
        );
        records.extend([head.as_bytes(), &answer, b"\r\n\r\n"].concat());
    }
    records
}

const WORD: &str = "=== [Content_Types].xml\n<Types/>\n=== word/styles.xml\n<w:styles><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/>\
    <w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>\n=== word/numbering.xml\n<w:numbering><w:abstractNum w:abstractNumId=\"0\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\">\
    <w:abstractNumId w:val=\"0\"/></w:num></w:numbering>\n=== word/document.xml\n";

fn word(lines: &[&str]) -> String {
    let mut body = String::new();
    for (n, line) in lines.iter().enumerate() {
        let style = if n % 3 == 1 { "<w:pPr><w:pStyle w:val=\"1\"/></w:pPr>" } else { "" };
        write!(body, "<w:p>{style}<w:r><w:t>{}</w:t></w:r></w:p>", escaped(line)).unwrap();
    }
    format!("{WORD}<w:document><w:body>{body}</w:body></w:document>")
}

fn word_of_table(rows: &str) -> String {
    let cell = |cell: &str| {
        format!(
            "<w:tc><w:tcPr><w:gridSpan w:val=\"1\"/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>",
            escaped(cell)
        )
    };
    let row = |row: &str| format!("<w:tr>{}</w:tr>", row.split('\t').map(cell).collect::<String>());
    let rows: String = rows.lines().map(row).collect();
    format!("{WORD}<w:document><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>")
}

const RICH: &str = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset134 Song;}{\f2\fcharset2 Symbol;}}";

/// Words as numbered characters, or as escaped bytes of GBK.
fn rich_words(words: &str, numbered: bool) -> String {
    let mut out = String::new();
    if numbered {
        words.encode_utf16().for_each(|unit| write!(out, "\\u{}?", unit as i16).unwrap());
    } else {
        encoding_rs::GB18030.encode(words).0.iter().for_each(|byte| write!(out, "\\'{byte:02x}").unwrap());
    }
    out
}

fn rich(lines: &[&str]) -> String {
    let mut body = String::new();
    for (n, line) in lines.iter().enumerate() {
        let words = rich_words(line, n % 2 == 0);
        match n % 4 {
            1 => write!(body, r"{{\listtext\f2 \'b7\tab}}\f1 {words}\par ").unwrap(),
            2 => write!(body, r"\pard {words}{{\footnote {words}}}\line {{\v {words}}}\par ").unwrap(),
            3 => write!(body, r"{{\*\shpinst{{\shptxt {words}\par}}}}\par ").unwrap(),
            _ => write!(body, r"\f1 {words}\par ").unwrap(),
        }
    }
    format!("{RICH}{body}}}")
}

fn rich_table(rows: &str) -> String {
    let row = |row: &str| {
        let edges: String =
            (1..=row.split('\t').count()).map(|n| format!(r"\clvmgf\cellx{}", n * 1000)).collect();
        let cells: String = row.split('\t').map(|cell| rich_words(cell, false) + r"\cell ").collect();
        format!(r"\trowd{edges}\pard\intbl {cells}\row ")
    };
    format!("{RICH}{}}}", rows.lines().map(row).collect::<String>())
}

fn workbook(rows: &str) -> String {
    let mut sheet = String::new();
    for (n, row) in (1..).zip(rows.lines()) {
        let cells = ('A'..).zip(row.split('\t'));
        let cells: String = cells
            .map(|(column, words)| {
                format!("<c r=\"{column}{n}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(words))
            })
            .collect();
        write!(sheet, "<row r=\"{n}\">{cells}</row>").unwrap();
    }
    format!(
        "=== [Content_Types].xml\n<Types/>\n=== xl/workbook.xml\n<workbook><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>\n\
         === xl/_rels/workbook.xml.rels\n<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>\n\
         === xl/sharedStrings.xml\n<sst><si><t>任务</t></si></sst>\n\
         === xl/worksheets/sheet1.xml\n<worksheet><sheetData>{sheet}<row r=\"99\"><c r=\"B99\" t=\"s\"><v>0</v></c><c r=\"C99\" s=\"1\"><v>45291</v></c></row></sheetData>\
         <mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells></worksheet>\n\
         === xl/styles.xml\n<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    )
}

fn sheets_of_glyphs(lines: &[&str]) -> String {
    let mut objects = String::new();
    for (n, line) in lines.iter().enumerate() {
        let (top, count) = (20 + n * 8, line.chars().count());
        write!(
            objects,
            "<ofd:TextObject Boundary=\"25 {top} 160 6\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\" DeltaX=\"g {count} 5\">{}</ofd:TextCode></ofd:TextObject>",
            escaped(line)
        )
        .unwrap();
    }
    format!(
        "=== OFD.xml\n<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>\n\
         === Doc_0/Document.xml\n<ofd:Document><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>\
         <ofd:Pages><ofd:Page ID=\"0\" BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>\n\
         === Doc_0/Pages/Page_0/Content.xml\n<ofd:Page><ofd:Content><ofd:Layer>{objects}<ofd:PathObject Boundary=\"0 0 210 297\">\
         <ofd:AbbreviatedData>M 20 30 L 120 30</ofd:AbbreviatedData></ofd:PathObject></ofd:Layer></ofd:Content></ofd:Page>"
    )
}
