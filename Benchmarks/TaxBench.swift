import Foundation
import Kernel
import Revenue

/// The property tax of many accounts with seven inputs each, on one core.
///
/// Inputs: hundredths of m² of dwellings, business buildings, other buildings, other land and business land, grosze of structures,
/// months. Given a file of little-endian 64-bit integers, seven an account, the taxes in złote are written beside it (`FILE.out`), so that
/// another program can be compared on the same inputs; without one the accounts are made up with a fixed seed.
enum TaxBench {
    static let lines: [PropertyLine] = [.residential, .businessBuildings, .otherBuildings, .otherLand, .businessLand, .structures]
    static let inputs = 7

    static func run(_ arguments: [String]) throws {
        let file = arguments.first
        let accounts = try file.map(read) ?? made(100_000)
        let count = accounts.count / inputs
        let ceilings = try PropertyCeilings.of(2026)
        let rates = lines.map { ceilings[$0] }
        var taxes = [Int64](repeating: 0, count: count)
        let clock = ContinuousClock()
        var best = Duration.seconds(3_600)
        for _ in 0..<7 {
            let start = clock.now
            try assess(accounts, rates: rates, into: &taxes)
            best = min(best, start.duration(to: clock.now))
        }
        Measure.line("tax-accounts", String(count))
        Measure.line("tax-microseconds", String(best.components.seconds * 1_000_000 + best.components.attoseconds / 1_000_000_000_000))
        Measure.line("tax-sum", String(taxes.reduce(0, +)))
        if let file { try taxes.withUnsafeBytes { try Data($0).write(to: URL(filePath: file + ".out")) } }
    }

    /// Every input is checked as one from outside would be.
    static func assess(_ accounts: [Int64], rates: [PropertyRate], into taxes: inout [Int64]) throws(Problem) {
        var items: [PropertyItem] = []
        items.reserveCapacity(lines.count)
        for account in taxes.indices {
            items.removeAll(keepingCapacity: true)
            let at = account * inputs
            let months = Int(accounts[at + inputs - 1])
            for n in lines.indices where accounts[at + n] != 0 {
                let base: PropertyBase = lines[n].unit == .value ? .value(Money(grosze: accounts[at + n])) : .area(try Area(thousandths: accounts[at + n] * 10))
                items.append(try PropertyItem(lines[n], base, rate: rates[n], months: months))
            }
            taxes[account] = PropertyTax.tax(items).grosze / 100
        }
    }

    private static func read(_ file: String) throws -> [Int64] {
        let data = try Data(contentsOf: URL(filePath: file))
        return data.withUnsafeBytes { Array($0.bindMemory(to: Int64.self)) }
    }

    static func made(_ count: Int) -> [Int64] {
        var random = SeededGenerator(seed: 1)
        return (0..<count).flatMap { _ -> [Int64] in
            func some(_ most: Int64, oneIn n: Int) -> Int64 { Int.random(in: 0..<n, using: &random) == 0 ? .random(in: 1...most, using: &random) : 0 }
            return [
                some(30_000, oneIn: 1), some(200_000, oneIn: 10), some(20_000, oneIn: 2), some(500_000, oneIn: 1), some(1_000_000, oneIn: 10),
                some(100_000_000, oneIn: 20), Int64.random(in: 1...12, using: &random),
            ]
        }
    }
}
