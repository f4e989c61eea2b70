//! Plots as SVG: reliability, and the course of odds with the events under it.

use crate::score::Tenth;
use jiff::civil::Date;
use std::fmt::Write;

const WIDTH: f64 = 720.0;
const LEFT: f64 = 48.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 40.0;

/// The head of a drawing of this height, with its title, which screen readers read out as well.
fn open(height: f64, title: &str) -> String {
    let title = escaped(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<title>{title}</title>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n<text x=\"{LEFT}\" y=\"22\" font-size=\"14\">{title}</text>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Lines across at quarters, with their per cents.
fn quarters(svg: &mut String, top: f64, high: f64) {
    for quarter in 0..=4 {
        let y = top + high * (1.0 - f64::from(quarter) / 4.0);
        let _ = write!(
            svg,
            "<line x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"#ddd\"/>\n\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#555\">{} %</text>\n",
            WIDTH - RIGHT,
            LEFT - 6.0,
            y + 4.0,
            quarter * 25
        );
    }
}

/// What was said against how often it came; the area of a point is for how many there were.
pub fn reliability(title: &str, tenths: &[Tenth]) -> String {
    let high = 400.0;
    let wide = WIDTH - LEFT - RIGHT;
    let mut svg = open(TOP + high + 48.0, title);
    quarters(&mut svg, TOP, high);
    let at = |said: f64, came: f64| (LEFT + wide * said, TOP + high * (1.0 - came));
    let ((x1, y1), (x2, y2)) = (at(0.0, 0.0), at(1.0, 1.0));
    let _ = writeln!(
        svg,
        "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"#999\" stroke-dasharray=\"4 4\"/>"
    );
    let most = tenths.iter().map(|tenth| tenth.n).max().unwrap_or(1) as f64;
    for tenth in tenths {
        let (x, y) = at(tenth.said, tenth.came);
        let radius = 4.0 + 14.0 * (tenth.n as f64 / most).sqrt();
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"#1f6f8b\" fill-opacity=\"0.7\"><title>said {:.0} %, came {:.0} %, n {}</title></circle>",
            100.0 * tenth.said,
            100.0 * tenth.came,
            tenth.n
        );
    }
    for quarter in 0..=4 {
        let x = LEFT + wide * f64::from(quarter) / 4.0;
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#555\">{} %</text>",
            TOP + high + 18.0,
            quarter * 25
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">said, against how often it came</text>",
        LEFT + wide / 2.0,
        TOP + high + 38.0
    );
    svg + "</svg>\n"
}

/// A point of the course: day, probability and its bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The cut-off.
    pub day: Date,
    /// What was said.
    pub probability: f64,
    /// Its bounds.
    pub low: f64,
    /// See `low`.
    pub high: f64,
}

/// The odds over time with their bounds, and under them a stroke for each day with events, longer for more.
pub fn course(title: &str, points: &[Point], events: &[(Date, u32)]) -> String {
    let (high, under) = (280.0, 60.0);
    let wide = WIDTH - LEFT - RIGHT;
    let mut svg = open(TOP + high + under + 40.0, title);
    quarters(&mut svg, TOP, high);
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return svg + "</svg>\n" };
    let span = f64::from((last.day - first.day).get_days().max(1));
    let x = |day: Date| LEFT + wide * f64::from((day - first.day).get_days()) / span;
    let y = |probability: f64| TOP + high * (1.0 - probability);
    let there = points.iter().map(|point| format!("{:.1},{:.1}", x(point.day), y(point.high)));
    let back = points.iter().rev().map(|point| format!("{:.1},{:.1}", x(point.day), y(point.low)));
    let band: Vec<String> = there.chain(back).collect();
    let line: Vec<String> =
        points.iter().map(|point| format!("{:.1},{:.1}", x(point.day), y(point.probability))).collect();
    let _ = writeln!(svg, "<polygon points=\"{}\" fill=\"#1f6f8b\" fill-opacity=\"0.15\"/>", band.join(" "));
    let _ =
        writeln!(svg, "<polyline points=\"{}\" fill=\"none\" stroke=\"#1f6f8b\" stroke-width=\"2\"/>", line.join(" "));
    let floor = TOP + high + under;
    let most = f64::from(events.iter().map(|(_, count)| *count).max().unwrap_or(1));
    for &(day, count) in events.iter().filter(|(day, _)| (first.day..=last.day).contains(day)) {
        let tall = 8.0 + (under - 20.0) * f64::from(count) / most;
        let _ = writeln!(
            svg,
            "<line x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"{floor:.1}\" y2=\"{1:.1}\" stroke=\"#b3261e\" stroke-width=\"1.5\"><title>{day}: {count}</title></line>",
            x(day),
            floor - tall
        );
    }
    let _ = writeln!(
        svg,
        "<line x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{floor:.1}\" y2=\"{floor:.1}\" stroke=\"#555\"/>",
        WIDTH - RIGHT
    );
    for (day, anchor) in [(first.day, "start"), (last.day, "end")] {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\" fill=\"#555\">{day}</text>",
            x(day),
            floor + 18.0
        );
    }
    svg + "</svg>\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn plots_are_whole_and_escaped() {
        let svg = reliability("a < b", &[Tenth { n: 3, said: 0.25, came: 0.5 }]);
        assert!(svg.contains("a &lt; b") && svg.contains("said 25 %, came 50 %, n 3") && svg.ends_with("</svg>\n"));
        let points = [1, 8].map(|day| Point { day: date(2031, 5, day), probability: 0.5, low: 0.4, high: 0.6 });
        let svg = course("odds", &points, &[(date(2031, 5, 3), 2), (date(2032, 1, 1), 1)]);
        assert!(svg.contains("2031-05-03: 2") && !svg.contains("2032-01-01"));
        assert!(course("none", &[], &[]).ends_with("</svg>\n"));
    }
}
