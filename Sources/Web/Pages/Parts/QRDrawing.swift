internal import Markup

/// A QR code as a drawing inside the page: no other file, no script.
enum QRDrawing {
    static func write(_ h: inout HTML, _ text: String, label: String) {
        guard let code = QRCode(text) else { return }
        let side = code.size + 8
        h.el(
            "svg", .cls("qr"), .attr("viewBox", "0 0 \(side) \(side)"), .attr("role", "img"), .label(label), .attr("shape-rendering", "crispEdges")
        ) { h in
            h.el("path", .attr("fill", "#fff"), .attr("d", "M0 0h\(side)v\(side)H0z"), text: "")
            h.el("path", .attr("fill", "#000"), .attr("d", path(code)), text: "")
        }
    }

    /// One run of dark modules after another, with the quiet zone of four modules around.
    private static func path(_ code: QRCode) -> String {
        var d = ""
        for y in 0..<code.size {
            var x = 0
            while x < code.size {
                var end = x
                while end < code.size, code[end, y] { end += 1 }
                if end > x { d += "M\(x + 4) \(y + 4)h\(end - x)v1h-\(end - x)z" }
                x = end + 1
            }
        }
        return d
    }
}
