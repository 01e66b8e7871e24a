public import Kernel

extension StructuredText {
    /// A merge field nobody knows, with its place in the typed text.
    public struct UnknownField: Sendable, Hashable {
        public var name: String
        public var place: Place

        public init(name: String, place: Place) {
            self.name = name
            self.place = place
        }

        /// For the form, under the text.
        public func problem(field: String) -> Problem {
            Problem(
                .invalidInput, "Wiersz \(place.line), znak \(place.column): nie ma pola „{{\(name)}}”. Popraw nazwę albo usuń pole.", field: field)
        }
    }

    /// The fields of the text in the order of their places, each as often as it stands there.
    public var fields: [UnknownField] {
        var found: [UnknownField] = []
        func inlines(_ all: [Inline]) {
            for i in all {
                switch i {
                case .field(let name, let place): found.append(UnknownField(name: name, place: place))
                case .strong(let inner), .emphasis(let inner): inlines(inner)
                case .text, .lineBreak: break
                }
            }
        }
        _ = mapInlines {
            inlines($0)
            return $0
        }
        return found
    }

    /// Puts words in the place of fields; the words stay words, whatever signs they hold.
    ///
    /// - Returns: the text, in which unknown fields still stand, and those fields.
    public func filled(with values: [String: String]) -> (text: StructuredText, unknown: [UnknownField]) {
        func fill(_ all: [Inline]) -> [Inline] {
            all.flatMap { inline -> [Inline] in
                switch inline {
                case .field(let name, _):
                    guard let value = values[name] else { return [inline] }
                    let lines = value.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                    return Array(lines.map { [Inline.text(String($0))] }.joined(separator: [.lineBreak]))
                case .strong(let inner): return [.strong(fill(inner))]
                case .emphasis(let inner): return [.emphasis(fill(inner))]
                case .text, .lineBreak: return [inline]
                }
            }
        }
        let text = mapInlines(fill)
        return (text, text.fields)
    }
}
