internal import Kernel
internal import Markup

/// Days in the text of letters.
enum PolishDates {
    static func long(_ day: Day) -> String { PolishTypography.long(day).replacing("\u{A0}", with: " ") + " r." }
}
