/// The shortest way from one sequence to another, as runs: the same, then what was removed and what was added there.
struct EditScript {
    var same: Range<Int>
    var removed: Range<Int>
    var added: Range<Int>

    /// Beyond that many single edits the middle counts as wholly replaced: nobody reads such a comparison word by word, and the
    /// memory (the square of this number) stays below 20 MB.
    static let mostEdits = 2_000

    static func between<Token: Hashable>(_ old: [Token], _ new: [Token]) -> [EditScript] {
        // Numbers compare faster than texts.
        var numbers: [Token: Int32] = [:]
        func numbered(_ tokens: [Token]) -> [Int32] {
            tokens.map { token in
                if let known = numbers[token] { return known }
                let next = Int32(numbers.count)
                numbers[token] = next
                return next
            }
        }
        let a = numbered(old), b = numbered(new)
        var start = 0
        while start < a.count, start < b.count, a[start] == b[start] { start += 1 }
        var endA = a.count, endB = b.count
        while endA > start, endB > start, a[endA - 1] == b[endB - 1] {
            endA -= 1
            endB -= 1
        }
        let kept = matches(a[start..<endA], b[start..<endB])
        return runs(
            (0..<start).map { ($0, $0) } + kept + (endA..<a.count).map { ($0, $0 - endA + endB) }, oldCount: a.count, newCount: b.count)
    }

    /// Pairs of places that are the same in both, in order; the greedy search of Myers, walked back.
    private static func matches(_ a: ArraySlice<Int32>, _ b: ArraySlice<Int32>) -> [(Int, Int)] {
        let n = a.count, m = b.count
        guard n > 0, m > 0 else { return [] }
        let limit = min(n + m, mostEdits)
        // v[k] is the furthest place in `a` on the diagonal k; each round is kept for the way back.
        var v = [Int32](repeating: 0, count: 2 * limit + 3)
        let middle = limit + 1
        var rounds: [[Int32]] = []
        for d in 0...limit {
            rounds.append(Array(v[(middle - d)...(middle + d)]))
            for k in stride(from: -d, through: d, by: 2) {
                var x = Int(k == -d || (k != d && v[middle + k - 1] < v[middle + k + 1]) ? v[middle + k + 1] : v[middle + k - 1] + 1)
                var y = x - k
                while x < n, y < m, a[a.startIndex + x] == b[b.startIndex + y] {
                    x += 1
                    y += 1
                }
                v[middle + k] = Int32(x)
                if x >= n, y >= m { return wayBack(rounds, n, m).map { (a.startIndex + $0, b.startIndex + $1) } }
            }
        }
        return []
    }

    private static func wayBack(_ rounds: [[Int32]], _ n: Int, _ m: Int) -> [(Int, Int)] {
        var out: [(Int, Int)] = []
        var x = n, y = m
        for d in stride(from: rounds.count - 1, through: 1, by: -1) {
            // The state before round d; index d is its diagonal 0.
            let v = rounds[d]
            let k = x - y
            let down = k == -d || (k != d && v[d + k - 1] < v[d + k + 1])
            let before = down ? k + 1 : k - 1
            let fromX = Int(v[d + before]), fromY = fromX - before
            while x > fromX, y > fromY {
                x -= 1
                y -= 1
                out.append((x, y))
            }
            (x, y) = (fromX, fromY)
        }
        while x > 0, y > 0 {
            x -= 1
            y -= 1
            out.append((x, y))
        }
        return out.reversed()
    }

    private static func runs(_ pairs: [(Int, Int)], oldCount: Int, newCount: Int) -> [EditScript] {
        var out: [EditScript] = []
        var i = 0, x = 0, y = 0
        while i < pairs.count || x < oldCount || y < newCount {
            let sameStart = x
            while i < pairs.count, pairs[i] == (x, y) {
                x += 1
                y += 1
                i += 1
            }
            let next = i < pairs.count ? pairs[i] : (oldCount, newCount)
            out.append(EditScript(same: sameStart..<x, removed: x..<next.0, added: y..<next.1))
            (x, y) = next
        }
        return out
    }
}
