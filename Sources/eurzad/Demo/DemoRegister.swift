import Foundation
import Identity
import Kernel
import Law
import Office

/// The invented population register of a demonstration: a file that the seed writes and the server reads.
enum DemoRegister {
    struct Entry: Sendable {
        var name: PersonName
        var pesel: PESEL
    }

    static func path(_ layout: HouseLayout) -> String { layout.root + "/pokaz-rejestr.txt" }

    /// Adds people; a line is `PESEL;imiona;nazwisko`.
    static func add(_ entries: [Entry], _ layout: HouseLayout) throws {
        let old = (try? String(contentsOfFile: path(layout), encoding: .utf8)) ?? "# Rejestr pokazowy. Osoby są zmyślone.\n"
        let new = entries.map { "\($0.pesel);\($0.name.givenNames);\($0.name.surname)\n" }.filter { !old.contains($0) }.joined()
        try (old + new).write(toFile: path(layout), atomically: true, encoding: .utf8)
    }

    static func load(_ layout: HouseLayout) -> DemoPopulationRegister {
        let register = DemoPopulationRegister()
        let text = (try? String(contentsOfFile: path(layout), encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: ";").map(String.init)
            guard parts.count == 3, let pesel = PESEL(parts[0]), let name = try? PersonName(given: parts[1], surname: parts[2]) else { continue }
            register.add(name, pesel)
        }
        return register
    }
}
