public import Kernel
internal import Law
public import Store

extension ConfirmationDesk {
    /// By what an operator looks for applications.
    public enum SearchKey: Sendable { case number(String), pesel(String), userID(String) }

    /// Applications found, newest first. Every find is noted for the person; a search by PESEL is counted and limited too.
    public func search(_ c: any SQLConnection, _ key: SearchKey, by clerk: Clerk, at now: Instant) throws -> Ruling<[ProfileApplication]> {
        switch key {
        case .number(let number): return .done(try noted(c, [try applications.find(c, number: number)].compactMap(\.self), by: clerk, at: now))
        case .userID(let typed):
            return .done(try noted(c, try UserID(typed).map { try ApplicationStore.list(c, userID: $0) } ?? [], by: clerk, at: now))
        case .pesel(let typed):
            switch try people.search(c, pesel: typed, by: clerk.onlooker, why: "punkt potwierdzający", at: now) {
            case .refused(let problem): return .refused(problem)
            case .done(let person): return .done(try person?.pesel.map { try ApplicationStore.list(c, $0.hash) } ?? [])
            }
        }
    }

    private func noted(_ c: any SQLConnection, _ found: [ProfileApplication], by clerk: Clerk, at now: Instant) throws -> [ProfileApplication] {
        for person in Set(found.compactMap(\.applicant?.person)).sorted() {
            try people.look(c, person, .application, by: clerk.onlooker, why: "wyszukanie wniosku", at: now)
        }
        return found
    }
}
