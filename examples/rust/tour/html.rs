//! The report as one HTML file with everything in it: charts as SVG, styles in place, nothing from the network.

use std::fmt::Write as _;

use charts_rs::{BarChart, FunnelChart, HorizontalBarChart, PieChart};
use serde_json::{Value, json};

/// What the page shows.
pub struct Report {
    /// The company's name.
    pub company: String,
    /// The period and the day of the report, in words.
    pub period: String,
    /// Figures for the head of the page, with what they count.
    pub figures: Vec<(String, String)>,
    /// The currency of amounts.
    pub currency: String,
    /// Opportunities that reached each stage.
    pub pipeline: Vec<(String, i64)>,
    /// What stands in each stage of the pipeline: its name, how many, and their amounts.
    pub stages: Vec<(String, i64, f64)>,
    /// Opportunities of the quarter that were closed: those won, and those lost for each reason.
    pub closed: Vec<(String, i64)>,
    /// What a scan for duplicates found, in words.
    pub scanned: String,
    /// Pairs of customers that may be the same: one, the other, by which rule, how alike.
    pub pairs: Vec<[String; 4]>,
    /// The customers who contributed most, and how much.
    pub contribution: Vec<(String, f64)>,
    /// How the customers divide, by level, credit and satisfaction.
    pub composition: Vec<Division>,
    /// Tickets by kind.
    pub tickets: Vec<(String, i64)>,
    /// Confirmed losses by month.
    pub churn: Vec<(String, i64)>,
    /// The losses themselves: customer, account manager, day, reason.
    pub losses: Vec<[String; 4]>,
}

/// One way to divide the customers.
pub struct Division {
    /// By what.
    pub by: String,
    /// Each part with its customers and its share in basis points.
    pub parts: Vec<(String, i64, i64)>,
}

/// Fonts that a reader's machine may have, Chinese ones among them; nothing is loaded.
const FONTS: &str = "system-ui, 'Segoe UI', Roboto, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
const INK: &str = "#1f2937";
const PALETTE: [&str; 6] = ["#2563eb", "#0d9488", "#d97706", "#7c3aed", "#64748b", "#cbd5e1"];

/// Writes the page.
pub fn page(report: &Report) -> Result<String, charts_rs::Error> {
    let mut out = String::with_capacity(128 * 1024);
    let title = escape(&report.company);
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"zh-Hans\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}: CRM report</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<header><h1>{title}</h1><p>{}</p></header>\n<main>\n",
        escape(&report.period)
    );
    out.push_str("<section class=\"figures\">");
    for (what, figure) in &report.figures {
        let _ = write!(out, "<div><b>{}</b><span>{}</span></div>", escape(figure), escape(what));
    }
    out.push_str("</section>\n");

    section(&mut out, "Pipeline", "销售机会", "Opportunities of the quarter that came this far.", |out| {
        out.push_str(&funnel(&report.pipeline)?);
        legend(out, report.pipeline.iter().map(|(stage, count)| (stage.clone(), vec![count.to_string()])));
        Ok(())
    })?;
    section(&mut out, "Tickets by kind", "客户服务分析", "What customers asked for.", |out| {
        out.push_str(&columns(&report.tickets, PALETTE[1], [560, 340])?);
        Ok(())
    })?;
    let note =
        format!("Open opportunities with their amounts in {}, by the stage that they stand in.", report.currency);
    section(&mut out, "Pipeline by stage", "销售漏斗", &note, |out| {
        let amounts: Vec<(String, i64)> =
            report.stages.iter().map(|(stage, _, amount)| (stage.clone(), amount.round() as i64)).collect();
        out.push_str(&columns(&amounts, PALETTE[0], [560, 340])?);
        Ok(())
    })?;
    section(
        &mut out,
        "Won and lost",
        "成交与丢单原因",
        "Opportunities of the quarter that were closed, and what for.",
        |out| {
            out.push_str(&columns(&report.closed, PALETTE[3], [560, 340])?);
            Ok(())
        },
    )?;
    let amounts = format!("The 20 customers whose shipped and paid orders amount to most, in {}.", report.currency);
    wide_section(&mut out, "Contribution", "客户贡献分析", &amounts, |out| {
        out.push_str(&bars(&report.contribution)?);
        Ok(())
    })?;
    wide_section(&mut out, "Composition", "客户构成分析", "How the active customers divide.", |out| {
        out.push_str("<div class=\"three\">");
        for division in &report.composition {
            let _ = write!(out, "<figure><figcaption>{}</figcaption>{}", escape(&division.by), ring(division)?);
            let figures = |(part, customers, share): &(String, i64, i64)| {
                (part.clone(), vec![customers.to_string(), percent(*share)])
            };
            legend(out, division.parts.iter().map(figures));
            out.push_str("</figure>");
        }
        out.push_str("</div>");
        Ok(())
    })?;
    wide_section(&mut out, "Churn by month", "客户流失分析", "Losses that were confirmed, and why.", |out| {
        out.push_str(&columns(&report.churn, PALETTE[2], [1140, 240])?);
        if !report.losses.is_empty() {
            listed(out, ["Customer", "Account manager", "Lost", "Reason"], &report.losses);
        }
        Ok(())
    })?;
    wide_section(&mut out, "Duplicates", "客户查重", &report.scanned, |out| {
        listed(out, ["One", "The other", "Rule", "Alike"], &report.pairs);
        Ok(())
    })?;
    out.push_str("</main>\n</body>\n</html>\n");
    Ok(out)
}

fn listed(out: &mut String, headings: [&str; 4], rows: &[[String; 4]]) {
    out.push_str("<table class=\"list\"><tr>");
    for heading in headings {
        let _ = write!(out, "<th>{heading}</th>");
    }
    out.push_str("</tr>");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            let _ = write!(out, "<td>{}</td>", escape(cell));
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
}

type Body<'a> = &'a mut dyn FnMut(&mut String) -> Result<(), charts_rs::Error>;

fn section(
    out: &mut String,
    title: &str,
    chinese: &str,
    note: &str,
    mut body: impl FnMut(&mut String) -> Result<(), charts_rs::Error>,
) -> Result<(), charts_rs::Error> {
    titled(out, "card", [title, chinese, note], &mut body)
}

fn wide_section(
    out: &mut String,
    title: &str,
    chinese: &str,
    note: &str,
    mut body: impl FnMut(&mut String) -> Result<(), charts_rs::Error>,
) -> Result<(), charts_rs::Error> {
    titled(out, "card wide", [title, chinese, note], &mut body)
}

fn titled(
    out: &mut String,
    class: &str,
    [title, chinese, note]: [&str; 3],
    body: Body<'_>,
) -> Result<(), charts_rs::Error> {
    let _ = write!(
        out,
        "<section class=\"{class}\"><h2>{title} <small>{chinese}</small></h2><p class=\"note\">{}</p>",
        escape(note)
    );
    body(out)?;
    out.push_str("</section>\n");
    Ok(())
}

// ---- charts ----------------------------------------------------------------------------------------------------------

/// What all charts have in common, with what is special to one.
fn options(special: Value) -> String {
    let mut all = json!({
        "font_family": FONTS,
        "compact": true,
        "series_colors": PALETTE,
        "series_label_font_color": INK,
        "x_axis_font_color": INK,
        "legend_font_color": INK,
        "grid_stroke_color": "#e5e7eb",
        "empty_text": "none",
    });
    if let (Value::Object(all), Value::Object(special)) = (&mut all, special) {
        all.extend(special);
    }
    all.to_string()
}

fn funnel(stages: &[(String, i64)]) -> Result<String, charts_rs::Error> {
    let series: Vec<Value> =
        stages.iter().map(|(stage, count)| json!({"name": stage, "data": [count], "label_show": true})).collect();
    let chart = options(json!({
        "width": 560, "height": 240,
        "legend_show": false,
        "series_label_position": "inside",
        "series_label_formatter": "{c}",
        "series_label_font_color": "#ffffff",
        "series_label_font_weight": "bold",
        "series_list": series,
    }));
    FunnelChart::from_json(&chart)?.svg()
}

fn columns(counts: &[(String, i64)], color: &str, [width, height]: [u32; 2]) -> Result<String, charts_rs::Error> {
    // Things are counted whole, so the axis has four round steps, with room for a figure above the highest column.
    let highest = counts.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let rounds = (0..).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_i64.pow(power)));
    let step = rounds.take(40).find(|step| step * 4 > highest + highest / 20).unwrap_or(highest);
    let chart = options(json!({
        "width": width, "height": height,
        "legend_show": false,
        "series_colors": [color],
        "y_axis_configs": [{"axis_font_color": INK, "axis_min": 0, "axis_max": step * 4, "axis_split_number": 4}],
        "x_axis_data": counts.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "series_list": [{"name": "", "label_show": true, "data": counts.iter().map(|(_, n)| n).collect::<Vec<_>>()}],
    }));
    BarChart::from_json(&chart)?.svg()
}

fn bars(amounts: &[(String, f64)]) -> Result<String, charts_rs::Error> {
    // A name stands behind its bar, where it needs not be measured: the library knows no Chinese font. The axis leaves
    // room for it behind the longest one.
    let highest = amounts.iter().map(|(_, amount)| *amount).fold(1.0, f64::max);
    let (names, values): (Vec<String>, Vec<f64>) =
        amounts.iter().rev().map(|(name, amount)| (short(name), amount.round())).unzip();
    let chart = options(json!({
        "width": 1140, "height": 20 + 28 * amounts.len(),
        "legend_show": false,
        "y_axis_hidden": true,
        "x_axis_hidden": true,
        "grid_stroke_width": 0,
        "series_label_formatter": "{b}  {t}",
        "y_axis_configs": [{"axis_min": 0, "axis_max": highest * 1.5, "axis_split_number": 1}],
        "x_axis_data": names,
        "series_list": [{"name": "", "label_show": true, "data": values}],
    }));
    HorizontalBarChart::from_json(&chart)?.svg()
}

fn ring(division: &Division) -> Result<String, charts_rs::Error> {
    let series: Vec<Value> = division
        .parts
        .iter()
        .enumerate()
        .map(|(i, (part, customers, _))| json!({"name": part, "data": [customers], "index": i}))
        .collect();
    let chart = options(json!({
        "width": 340, "height": 220,
        "legend_show": false,
        "rose_type": false,
        "inner_radius": 60, "radius": 100,
        // The table below names the parts.
        "min_show_label_angle": 361,
        "border_radius": 0,
        "series_list": series,
    }));
    PieChart::from_json(&chart)?.svg()
}

/// What the colours of a chart stand for, with the figures.
fn legend(out: &mut String, rows: impl Iterator<Item = (String, Vec<String>)>) {
    out.push_str("<table class=\"legend\">");
    for (i, (name, figures)) in rows.enumerate() {
        let _ =
            write!(out, "<tr><td><i style=\"background:{}\"></i>{}</td>", PALETTE[i % PALETTE.len()], escape(&name));
        for figure in figures {
            let _ = write!(out, "<td>{figure}</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
}

// ---- texts -----------------------------------------------------------------------------------------------------------

/// A share in basis points as people write it.
fn percent(share: i64) -> String {
    format!("{}.{:02} %", share / 100, share % 100)
}

/// A name that fits beside a bar.
fn short(name: &str) -> String {
    if name.chars().count() <= 40 { name.to_owned() } else { name.chars().take(39).chain(['…']).collect() }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const STYLE: &str = "
:root{color-scheme:light}
body{margin:0;background:#f3f4f6;color:#1f2937;font:15px/1.5 system-ui,'Segoe UI',Roboto,'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif}
header{background:#1e3a8a;color:#fff;padding:28px max(24px,calc(50vw - 600px))}
h1{margin:0;font-size:28px}header p{margin:4px 0 0;opacity:.85}
main{max-width:1200px;margin:24px auto;padding:0 24px;display:grid;grid-template-columns:1fr 1fr;gap:20px}
.figures{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:20px}
.figures div{flex:1;min-width:130px;background:#fff;border-radius:10px;padding:14px 18px;box-shadow:0 1px 3px #0002}
.figures b{display:block;font-size:24px}.figures span{color:#6b7280;font-size:13px}
.card{background:#fff;border-radius:10px;padding:18px 20px;box-shadow:0 1px 3px #0002;min-width:0}
.wide{grid-column:1/-1}
h2{margin:0;font-size:18px}h2 small{color:#6b7280;font-weight:normal;font-size:14px;margin-left:6px}
.note{margin:2px 0 12px;color:#6b7280;font-size:13px}
svg{max-width:100%;height:auto;display:block;margin:0 auto}
.three{display:grid;grid-template-columns:repeat(3,1fr);gap:20px}
figure{margin:0;min-width:0}figcaption{text-align:center;font-weight:600}
table{width:100%;border-collapse:collapse;font-size:13px}
td,th{padding:3px 6px;border-top:1px solid #e5e7eb;text-align:left}
table.legend td:nth-child(n+2){text-align:right;font-variant-numeric:tabular-nums}
td i{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:6px}
.list{margin-top:12px}
@media(max-width:800px){main,.three{grid-template-columns:1fr}}
@media print{body{background:#fff}.card,.figures div{box-shadow:none;border:1px solid #e5e7eb}}
";
