/// A QR code of a short text, model 2, level M of error correction, versions 1 to 10 (to 213 bytes).
///
/// Source: ISO/IEC 18004:2015.
public struct QRCode: Sendable, Hashable {
    /// Modules on a side, without the quiet zone.
    public let size: Int
    private var dark: [Bool]
    /// Modules that carry no data and are not masked.
    private var fixed: [Bool]

    /// By version, from 1: all codewords, check codewords of a block, blocks (table 9, level M).
    private static let layouts: [(total: Int, check: Int, blocks: Int)] = [
        (26, 10, 1), (44, 16, 1), (70, 26, 1), (100, 18, 2), (134, 24, 2), (172, 16, 4), (196, 18, 4), (242, 22, 4), (292, 22, 5), (346, 26, 5),
    ]
    /// Centres of alignment patterns (annex E).
    private static let alignments: [[Int]] = [
        [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50],
    ]

    /// `nil` for a text that is too long.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard
            let version = (1...10).first(where: { v in
                let l = Self.layouts[v - 1]
                return bytes.count * 8 + (v < 10 ? 12 : 20) <= (l.total - l.check * l.blocks) * 8
            })
        else { return nil }
        size = version * 4 + 17
        dark = [Bool](repeating: false, count: size * size)
        fixed = dark
        drawPatterns(version)
        drawCodewords(Self.codewords(bytes, version))
        var best = (penalty: Int.max, mask: 0)
        for mask in 0..<8 {
            var trial = self
            trial.apply(mask)
            let penalty = trial.penalty
            if penalty < best.penalty { best = (penalty, mask) }
        }
        apply(best.mask)
    }

    public subscript(_ x: Int, _ y: Int) -> Bool { dark[y * size + x] }

    // ── data ──

    private static func codewords(_ bytes: [UInt8], _ version: Int) -> [UInt8] {
        let layout = layouts[version - 1], capacity = layout.total - layout.check * layout.blocks
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) { for i in stride(from: count - 1, through: 0, by: -1) { bits.append(value >> i & 1 == 1) } }
        append(4, 4)
        append(bytes.count, version < 10 ? 8 : 16)
        for byte in bytes { append(Int(byte), 8) }
        append(0, min(4, capacity * 8 - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var data = stride(from: 0, to: bits.count, by: 8).map { at in (0..<8).reduce(UInt8(0)) { $0 << 1 | (bits[at + $1] ? 1 : 0) } }
        var pad: UInt8 = 0xEC
        while data.count < capacity {
            data.append(pad)
            pad ^= 0xEC ^ 0x11
        }
        // The last blocks are one codeword longer where they do not come out even.
        let short = capacity / layout.blocks, longer = capacity % layout.blocks
        let divisor = generator(layout.check)
        var blocks: [[UInt8]] = [], checks: [[UInt8]] = [], at = 0
        for block in 0..<layout.blocks {
            let length = short + (block < layout.blocks - longer ? 0 : 1)
            blocks.append(Array(data[at..<(at + length)]))
            checks.append(remainder(blocks[block], divisor))
            at += length
        }
        var out: [UInt8] = []
        for i in 0...short { for block in blocks where i < block.count { out.append(block[i]) } }
        for i in 0..<layout.check { for check in checks { out.append(check[i]) } }
        return out
    }

    /// Multiplication in GF(2⁸) by the polynomial 0x11D.
    private static func times(_ a: UInt8, _ b: UInt8) -> UInt8 {
        var z = 0
        for i in stride(from: 7, through: 0, by: -1) {
            z = z << 1 ^ (z >> 7) * 0x11D
            z ^= Int(b >> UInt8(i) & 1) * Int(a)
        }
        return UInt8(z)
    }

    private static func generator(_ degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree)
        result[degree - 1] = 1
        var root: UInt8 = 1
        for _ in 0..<degree {
            for j in 0..<degree {
                result[j] = times(result[j], root)
                if j + 1 < degree { result[j] ^= result[j + 1] }
            }
            root = times(root, 2)
        }
        return result
    }

    private static func remainder(_ data: [UInt8], _ divisor: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: divisor.count)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for (i, d) in divisor.enumerated() { result[i] ^= times(d, factor) }
        }
        return result
    }

    // ── drawing ──

    private mutating func set(_ x: Int, _ y: Int, _ isDark: Bool) {
        guard (0..<size).contains(x), (0..<size).contains(y) else { return }
        dark[y * size + x] = isDark
        fixed[y * size + x] = true
    }

    private mutating func drawPatterns(_ version: Int) {
        for i in 0..<size {
            set(6, i, i % 2 == 0)
            set(i, 6, i % 2 == 0)
        }
        for (cx, cy) in [(3, 3), (size - 4, 3), (3, size - 4)] {
            for dy in -4...4 {
                for dx in -4...4 {
                    let ring = max(abs(dx), abs(dy))
                    set(cx + dx, cy + dy, ring != 2 && ring != 4)
                }
            }
        }
        let centres = Self.alignments[version - 1], last = centres.count - 1
        for (i, cx) in centres.enumerated() {
            for (j, cy) in centres.enumerated() where !((i == 0 && j == 0) || (i == 0 && j == last) || (i == last && j == 0)) {
                for dy in -2...2 { for dx in -2...2 { set(cx + dx, cy + dy, max(abs(dx), abs(dy)) != 1) } }
            }
        }
        drawFormat(0)
        guard version >= 7 else { return }
        var rest = version
        for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
        let bits = version << 12 | rest
        for i in 0..<18 {
            let isDark = bits >> i & 1 == 1
            set(size - 11 + i % 3, i / 3, isDark)
            set(i / 3, size - 11 + i % 3, isDark)
        }
    }

    /// Level M is 00 in the format.
    private mutating func drawFormat(_ mask: Int) {
        var rest = mask
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (mask << 10 | rest) ^ 0x5412
        func bit(_ i: Int) -> Bool { bits >> i & 1 == 1 }
        for i in 0...5 { set(8, i, bit(i)) }
        set(8, 7, bit(6))
        set(8, 8, bit(7))
        set(7, 8, bit(8))
        for i in 9..<15 { set(14 - i, 8, bit(i)) }
        for i in 0..<8 { set(size - 1 - i, 8, bit(i)) }
        for i in 8..<15 { set(8, size - 15 + i, bit(i)) }
        set(8, size - 8, true)
    }

    private mutating func drawCodewords(_ words: [UInt8]) {
        var i = 0
        var right = size - 1
        while right >= 1 {
            if right == 6 { right = 5 }
            for step in 0..<size {
                for j in 0..<2 {
                    let x = right - j, isUpward = (right + 1) & 2 == 0
                    let y = isUpward ? size - 1 - step : step
                    guard !fixed[y * size + x], i < words.count * 8 else { continue }
                    dark[y * size + x] = words[i / 8] >> UInt8(7 - i % 8) & 1 == 1
                    i += 1
                }
            }
            right -= 2
        }
    }

    private mutating func apply(_ mask: Int) {
        for y in 0..<size {
            for x in 0..<size where !fixed[y * size + x] {
                let flips =
                    switch mask {
                    case 0: (x + y) % 2 == 0
                    case 1: y % 2 == 0
                    case 2: x % 3 == 0
                    case 3: (x + y) % 3 == 0
                    case 4: (x / 3 + y / 2) % 2 == 0
                    case 5: x * y % 2 + x * y % 3 == 0
                    case 6: (x * y % 2 + x * y % 3) % 2 == 0
                    default: ((x + y) % 2 + x * y % 3) % 2 == 0
                    }
                if flips { dark[y * size + x].toggle() }
            }
        }
        drawFormat(mask)
    }

    /// How hard the code is to read: long runs, blocks, and an uneven share of dark modules (clause 7.8.3).
    private var penalty: Int {
        var points = 0
        for isColumn in [false, true] {
            for a in 0..<size {
                var run = 0
                var colour = false
                for b in 0..<size {
                    let module = isColumn ? self[a, b] : self[b, a]
                    run = b > 0 && module == colour ? run + 1 : 1
                    colour = module
                    if run == 5 { points += 3 } else if run > 5 { points += 1 }
                }
            }
        }
        for y in 0..<(size - 1) {
            for x in 0..<(size - 1) where self[x, y] == self[x + 1, y] && self[x, y] == self[x, y + 1] && self[x, y] == self[x + 1, y + 1] { points += 3 }
        }
        let share = dark.lazy.filter { $0 }.count * 20 / (size * size)
        return points + abs(share - 10) * 10
    }
}
