import Foundation

/// How a measurement is taken and told.
enum Measure {
    static func line(_ name: String, _ value: String) { FileHandle.standardOutput.write(Data("\(name) \(value)\n".utf8)) }

    static func seconds(_ d: Duration) -> Double { Double(d.components.seconds) + Double(d.components.attoseconds) / 1e18 }

    static func rate(_ name: String, seconds: Double = 2, _ body: () throws -> Void) rethrows {
        let clock = ContinuousClock()
        for _ in 0..<20 { try body() }
        let start = clock.now
        var n = 0
        while start.duration(to: clock.now) < .seconds(seconds) {
            for _ in 0..<20 { try body() }
            n += 20
        }
        line(name, String(Int(Double(n) / Measure.seconds(start.duration(to: clock.now)))))
    }
}
