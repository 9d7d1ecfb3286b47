//! Word files, workbooks and tables made from our own words: what Word would show is what is read, and faults cost a
//! code, not the program.

mod common;

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use chengnuo::error::Unreadable;
use chengnuo::read::{Content, read};
use common::{chengnuo, folder, plans, promises, run};
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn package(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, words) in members {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(words.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const NUMBERING: &str = r#"<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="Chapter"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num></w:numbering>"#;
const STYLES: &str = r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Chapter"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Hid"><w:name w:val="hid"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"#;

/// A Word file with this body, and with more parts.
fn docx_with(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:v"><w:body>{body}<w:sectPr/></w:body></w:document>"#
    );
    let mut members = vec![
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("word/_rels/document.xml.rels", PARTS),
        ("word/document.xml", &document),
        ("word/numbering.xml", NUMBERING),
        ("word/styles.xml", STYLES),
    ];
    members.extend(more);
    package(&members)
}

fn docx(body: &str) -> Content {
    read(&docx_with(body, &[]), Path::new("a.docx")).unwrap()
}

fn run_of(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

fn p(words: &str) -> String {
    format!("<w:p>{}</w:p>", run_of(words))
}

/// A paragraph of a list.
fn item(list: u32, level: u32, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>",
        run_of(words)
    )
}

fn cell(properties: &str, content: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>")
}

fn rows(content: &Content, table: usize) -> Vec<Vec<&str>> {
    let rows = content.tables[table].rows.iter();
    rows.map(|row| row.iter().map(|span| span.of(&content.text)).collect()).collect()
}

#[test]
fn numbers_that_word_draws_are_read() {
    let chapter =
        |words: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"Chapter\"/></w:pPr>{}</w:p>", run_of(words));
    let body = [
        chapter("工作目标"),
        item(1, 1, "设施"),
        item(1, 2, "2025年建成80处。"),
        item(1, 2, "每年培训10次。"),
        item(1, 1, "服务"),
        item(1, 2, "开通热线。"),
        p("说明"),
        chapter("保障措施"),
        item(1, 1, "加强领导"),
        "<w:p><w:pPr><w:pStyle w:val=\"Chapter\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>附则</w:t></w:r></w:p>".into(),
        item(2, 0, "本办法自印发之日起施行。"),
        item(2, 0, "由县民政局解释。"),
    ]
    .concat();
    let expected = "一、工作目标\n（一）设施\n1. 2025年建成80处。\n2.每年培训10次。\n（二）服务\n1.开通热线。\n说明\n二、保障措施\n\
                    （一）加强领导\n附则\n第一条 本办法自印发之日起施行。\n第二条 由县民政局解释。\n";
    let content = docx(&body);
    assert_eq!(content.text, expected);
    let paragraphs: Vec<_> = content.locations.iter().map(|at| at.paragraph.unwrap()).collect();
    assert_eq!(paragraphs, (1..=12).collect::<Vec<_>>());
}

#[test]
fn merged_cells_stand_in_each_place_that_they_cover() {
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl><w:p/>", cell("", &p("甲")), cell("", &p("乙")));
    let table = [
        "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>".to_string(),
        format!("<w:tr>{}{}{}</w:tr>", cell("", &p("序号")), cell("", &p("任务")), cell("", &p("时限"))),
        format!(
            "<w:tr>{}{}{}</w:tr>",
            cell("<w:vMerge w:val=\"restart\"/>", &item(3, 0, "")),
            cell("", &[p("建成80处"), p("培训10次")].concat()),
            cell("", &p("2025年底"))
        ),
        format!(
            "<w:tr>{}{}{}</w:tr>",
            cell("<w:vMerge/>", "<w:p/>"),
            cell("", "<w:p/>"),
            cell("", &p("长期"))
        ),
        format!("<w:tr>{}{}</w:tr>", cell("<w:gridSpan w:val=\"2\"/>", &p("其他")), cell("", &inner)),
        format!("<w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr>{}</w:tr>", cell("", &p("删去的行"))),
        format!("<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}</w:tr>", cell("", &p("尾"))),
        "</w:tbl>".into(),
    ]
    .concat();
    let content = docx(&[p("前"), table, p("后")].concat());
    assert_eq!(
        content.text,
        "前\n序号\n任务\n时限\n1\n建成80处\n培训10次\n2025年底\n长期\n其他\n甲\n乙\n尾\n后\n"
    );
    let expected = [
        ["序号", "任务", "时限"],
        ["1", "建成80处\n培训10次", "2025年底"],
        ["1", "", "长期"],
        ["其他", "其他", "甲\n乙"],
        ["", "尾", ""],
    ];
    assert_eq!(rows(&content, 0), expected);
    assert_eq!(rows(&content, 1), [["甲", "乙"]]);
}

#[test]
fn what_the_page_shows_is_read_once() {
    let field = |code: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:t>9</w:t></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            run_of(result)
        )
    };
    let text_box = |words: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(words));
    let cases: Vec<(&str, String, &str)> = vec![
        ("runs", format!("<w:p>{}{}</w:p>", run_of("到20"), run_of("25年 &lt;&#x7532;&gt;")), "到2025年 <甲>"),
        (
            "changes",
            format!(
                "<w:p><w:r><w:t>建成</w:t></w:r><w:del><w:r><w:delText>50</w:delText></w:r></w:del><w:ins>{}</w:ins>\
                 <w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo></w:p>",
                run_of("80处"),
                run_of("旧"),
                run_of("，新")
            ),
            "建成80处，新",
        ),
        (
            "a deleted paragraph mark",
            format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}", run_of("到2025年，"), p("建成80处")),
            "到2025年，建成80处",
        ),
        (
            "hidden words",
            format!(
                "<w:p>{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:rStyle w:val=\"Hid\"/></w:rPr><w:t>匿</w:t></w:r>\
                 <w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>现</w:t></w:r></w:p>",
                run_of("显")
            ),
            "显现",
        ),
        (
            "changed properties",
            "<w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:pPrChange></w:pPr>\
             <w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>正文</w:t></w:r></w:p>"
                .into(),
            "正文",
        ),
        ("a field", format!("<w:p>{}{}</w:p>", field("DATE \\@ yyyy", "2024年"), run_of("底")), "2024年底"),
        (
            "a text box, told twice in the file",
            format!(
                "<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><wps:txbx>{}</wps:txbx></mc:Choice>\
                 <mc:Fallback><v:textbox>{}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>",
                run_of("上"),
                text_box("框"),
                text_box("框"),
                run_of("下")
            ),
            "上下\n框",
        ),
        (
            "breaks, tabs and signs",
            "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:br w:type=\"page\"/><w:t>2024</w:t><w:noBreakHyphen/>\
             <w:t>2025</w:t><w:softHyphen/><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/><w:sym w:font=\"Wingdings\" w:char=\"F06C\"/></w:r></w:p>"
                .into(),
            "甲\n乙\t丙2024-2025≥",
        ),
        (
            "readings, links, blocks and fractions",
            format!(
                "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:hyperlink>{}</w:hyperlink><w:smartTag><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:smartTag>\
                 <m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath></w:p></w:sdtContent></w:sdt>",
                run_of("链接"),
                run_of("zhāng"),
                run_of("张")
            ),
            "链接张1/3",
        ),
        (
            "a prompt and a contents list",
            format!(
                "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>\
                 <w:p><w:pPr><w:pStyle w:val=\"10\"/></w:pPr>{}</w:p>{}",
                p("单击此处输入文字"),
                run_of("一、总体要求\t3"),
                p("正文")
            ),
            "正文",
        ),
    ];
    for (name, body, expected) in cases {
        assert_eq!(docx(&body).text.trim(), expected, "{name}");
    }
}

#[test]
fn notes_stand_at_the_end_and_touch_no_number() {
    let reference = |kind: &str, id: u32| format!("<w:r><w:{kind}Reference w:id=\"{id}\"/></w:r>");
    let body = [
        format!(
            "<w:p>{}{}{}{}</w:p>",
            run_of("覆盖率达到85%"),
            reference("footnote", 3),
            run_of("以上"),
            reference("endnote", 1)
        ),
        p("完成。"),
    ]
    .concat();
    let notes = |kind: &str, id: u32, words: &str| {
        format!(
            "<w:{kind}s xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:{kind} w:type=\"separator\" w:id=\"0\">{}</w:{kind}>\
             <w:{kind} w:id=\"{id}\">{}</w:{kind}><w:{kind} w:id=\"99\">{}</w:{kind}></w:{kind}s>",
            p("——"),
            p(words),
            p("无人引用")
        )
    };
    let file = docx_with(
        &body,
        &[
            ("word/footnotes.xml", &notes("footnote", 3, "指签约居民的比例。")),
            ("word/endnotes.xml", &notes("endnote", 1, "含乡镇。")),
            ("word/header1.xml", &p("页眉")),
        ],
    );
    let content = read(&file, Path::new("a.docx")).unwrap();
    assert_eq!(content.text, "覆盖率达到85%以上\n完成。\n注1：指签约居民的比例。\n注2：含乡镇。\n");
}

#[test]
fn a_strict_file_with_another_prefix_is_read() {
    let document = "<x:document xmlns:x=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><x:body><x:p><x:r><x:t>到2025年</x:t></x:r></x:p></x:body></x:document>";
    let file =
        package(&[("[Content_Types].xml", TYPES), ("_rels/.rels", ROOT), ("word/document.xml", document)]);
    assert_eq!(read(&file, Path::new("a")).unwrap().text, "到2025年\n");
}

fn trouble(bytes: &[u8]) -> Unreadable {
    read(bytes, Path::new("a.docx")).map(|content| content.text).unwrap_err()
}

#[test]
fn faults_cost_a_code() {
    let whole = docx_with(&p(&"到2025年底建成80处。".repeat(2000)), &[]);
    // The directory of the archive is at its end.
    assert_eq!(trouble(&whole[..whole.len() - 30]).code, "broken");
    assert_eq!(trouble(&docx_with("<w:p/>", &[])).code, "empty");
    assert_eq!(trouble(&docx_with("<w:p/>", &[("word/media/image1.png", "..")])).code, "no_text_layer");

    let declared = "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>";
    let file = package(&[("[Content_Types].xml", TYPES), ("word/document.xml", declared)]);
    assert_eq!(trouble(&file).code, "broken");

    let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    locked.resize(1024, 0);
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    locked.resize(2048, 0);
    assert_eq!(trouble(&locked).code, "encrypted");

    let swollen = docx_with(&p("正文"), &[("word/big.xml", &" ".repeat(200 << 20))]);
    assert!(swollen.len() < 1 << 20);
    assert_eq!(trouble(&swollen).code, "too_large");

    let wide = format!("<w:tr>{}</w:tr>", cell("<w:gridSpan w:val=\"1000\"/>", "<w:p/>"));
    assert_eq!(
        trouble(&docx_with(&format!("{}<w:tbl>{}</w:tbl>", p("表"), wide.repeat(2000)), &[])).code,
        "too_large"
    );
}

#[test]
fn what_stands_before_a_fault_is_kept() {
    let deep = format!("{}{}{}{}", p("甲"), "<w:sdt>".repeat(100_000), p("深"), "</w:sdt>".repeat(100_000));
    for (body, text) in [
        (format!("{}{}<w:p><w:r></w:t>{}", p("甲"), p("乙"), p("丙")), "甲\n乙\n\n"),
        (format!("{}<w:tbl><w:tr><w:tc>{}<", p("甲"), p("格")), "甲\n格\n"),
        (deep + &p("乙"), "甲\n乙\n"),
    ] {
        let content = docx(&body);
        assert_eq!(content.text, text);
        assert_eq!(content.damage.as_ref().map(|damage| damage.code), Some("broken"));
    }
    let folder = folder(&[("a.docx", docx_with(&format!("{}<w:p><", p("到2025年建成80处。")), &[]))]);
    let record = run(chengnuo(["extract", "--quiet"]).arg(folder.path())).records().remove(0);
    assert_eq!(
        (&record["status"], &record["warnings"][0]["code"]),
        (&Value::from("partial"), &Value::from("broken"))
    );
}

/// A workbook with one sheet, or two.
fn xlsx(sheets: &[(&str, &str)]) -> Vec<u8> {
    let names: String = (1..)
        .zip(sheets)
        .map(|(n, (name, _))| format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>"))
        .collect();
    let relations: String = (1..=sheets.len())
        .map(|n| format!("<Relationship Id=\"rId{n}\" Target=\"worksheets/sheet{n}.xml\"/>"))
        .collect();
    let book = format!("<workbook xmlns:r=\"r\"><sheets>{names}</sheets></workbook>");
    let relations = format!("<Relationships>{relations}</Relationships>");
    let files: Vec<String> = (1..=sheets.len()).map(|n| format!("xl/worksheets/sheet{n}.xml")).collect();
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>\
                  <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/><xf numFmtId=\"170\"/></cellXfs></styleSheet>";
    let strings = "<sst><si><t>重点任务分工表</t></si><si><r><t>建成</t></r><r><t>养老设施</t></r><rPh><t>yanglao</t></rPh></si></sst>";
    let mut members = vec![
        ("[Content_Types].xml", TYPES),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", strings),
    ];
    members.extend(files.iter().map(String::as_str).zip(sheets.iter().map(|(_, sheet)| *sheet)));
    package(&members)
}

const SHEET: &str = r#"<worksheet><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"/></row>
<row r="3" hidden="1"><c r="A3" t="inlineStr"><is><t>任务</t></is></c><c r="C3" t="str"><v>完成时限</v></c><c r="D3" t="inlineStr"><is><t>比例</t></is></c></row>
<row r="4"><c r="A4" t="s"><v>1</v></c><c r="C4" s="1"><v>45291</v></c><c r="D4" s="2"><v>0.85</v></c></row>
<row r="5"><c r="A5" t="inlineStr"><is><t>培训&#10;演练</t></is></c><c r="C5" s="3"><v>45291</v></c><c r="D5" t="e"><v>#DIV/0!</v></c></row>
</sheetData><mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="C4:C4"/></mergeCells></worksheet>"#;

#[test]
fn sheets_are_tables_of_what_they_show() {
    let content = read(&xlsx(&[("Sheet1", SHEET)]), Path::new("a.xlsx")).unwrap();
    let title = "重点任务分工表";
    let expected = [
        [title, title, title],
        ["任务", "完成时限", "比例"],
        ["建成养老设施", "2023-12-31", "85%"],
        ["培训\n演练", "2023年12月", ""],
    ];
    assert_eq!(rows(&content, 0), expected);
    let lines: Vec<_> = content.locations.iter().map(|at| at.line.unwrap()).collect();
    assert_eq!(lines, [1, 3, 3, 3, 4, 4, 4, 5, 5, 5]);

    let content = read(&xlsx(&[("城区", SHEET), ("乡镇", SHEET)]), Path::new("a.xlsx")).unwrap();
    assert_eq!(content.tables.len(), 2);
    assert!(
        content.text.starts_with("城区\n重点") && content.text.contains("\n乡镇\n重点"),
        "{}",
        content.text
    );
}

#[test]
fn a_sheet_that_is_one_cell_in_a_far_corner_costs_one_cell() {
    let far = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells></worksheet>";
    let content = read(&xlsx(&[("a", far)]), Path::new("a.xlsx")).unwrap();
    assert_eq!(rows(&content, 0), [["1", "1"], ["1", "2"]]);
    let cells = "<c><v>1</v></c>".repeat(1001);
    let many = format!(
        "<worksheet><sheetData>{}</sheetData></worksheet>",
        format!("<row>{cells}</row>").repeat(1000)
    );
    assert_eq!(trouble(&xlsx(&[("a", &many)])).code, "too_large");
    let cut = &SHEET[..SHEET.find("<c r=\"D4\"").unwrap()];
    let content = read(&xlsx(&[("a", cut)]), Path::new("a.xlsx")).unwrap();
    assert!(content.text.ends_with("2023-12-31\n") && content.damage.is_some());
}

/// Files as LibreOffice saves them in a format; `None`, said aloud, where there is none.
fn saved(files: &[PathBuf], filter: &str, format: &str, folder: &Path) -> Option<Vec<PathBuf>> {
    let run = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()))
        .args(["--headless", &format!("--infilter={filter}"), "--convert-to", format, "--outdir"])
        .arg(folder)
        .args(files)
        .output();
    let made = files.iter().map(|file| folder.join(file.file_name().unwrap()).with_extension(format));
    let made: Vec<_> = made.filter(|file| file.exists()).collect();
    if run.is_err() || made.len() < files.len() {
        eprintln!("SKIPPED: there is no soffice that saves files as {format}");
        return None;
    }
    Some(made)
}

fn record(path: &Path) -> serde_json::Value {
    run(chengnuo(["extract", "--quiet"]).arg(path)).records().remove(0)
}

/// LibreOffice writes a paragraph a line, so that nothing but places may differ.
#[test]
fn plans_saved_by_libreoffice_promise_the_same() {
    let names = ["renhuai", "qingshui", "county-report", "task-table"];
    let texts = names.map(|name| plans().join(name).with_extension("txt"));
    let folder = tempfile::tempdir().unwrap();
    let plain = texts.each_ref().map(|path| record(path));
    for format in ["docx", "doc", "rtf"] {
        let filter = "Text (encoded):UTF8,LF,,,";
        let Some(files) = saved(&texts, filter, format, folder.path()) else { return };
        for (file, plain) in files.iter().zip(&plain) {
            let record = record(file);
            assert!(!promises(plain).is_empty());
            assert_eq!(promises(&record), promises(plain), "{}", file.display());
            for fact in ["title", "document_number", "genre"] {
                assert_eq!(record[fact], plain[fact], "{}", file.display());
            }
        }
    }
}

/// The same tables, typed in and saved: numbers become numbers of the sheet, shares become per cents.
#[test]
fn tables_saved_by_libreoffice_promise_the_same() {
    let tables = plans().with_file_name("tables");
    let names = ["tasks-standard", "tasks-merged", "indicators-levels", "indicators-growth", "none-budget"];
    let files = names.map(|name| tables.join(name).with_extension("tsv"));
    let folder = tempfile::tempdir().unwrap();
    let plain = files.each_ref().map(|path| record(path));
    assert!(plain.iter().filter(|record| !promises(record).is_empty()).count() >= 4);
    for format in ["xlsx", "xls"] {
        let filter = "Text - txt - csv (StarCalc):9,34,76";
        let Some(made) = saved(&files, filter, format, folder.path()) else { return };
        for (file, plain) in made.iter().zip(&plain) {
            assert_eq!(promises(&record(file)), promises(plain), "{}", file.display());
        }
    }
}
