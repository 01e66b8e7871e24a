import Chancery
import Kernel
import Law
import Office
import Store

/// The invented file plan of a demonstration office, and the classes in which its units start cases.
struct DemoFilePlan {
    var office: OfficeHouse
    var performer: Performer

    func plant() async throws {
        let now = office.time.now
        let today = PolishTime.day(of: now)
        let performer = performer
        try await office.database.write { c in
            guard try FilePlan.versions(c).isEmpty else { return }
            try FilePlan.apply(
                c, try DemonstrationPlan.plan(), name: DemonstrationPlan.name, from: today.adding(days: -400), basis: DemonstrationPlan.basis, isDemonstration: true,
                by: performer, at: now)
            for unit in try Organisation.tree(c, on: today).units { try FilePlan.permit(c, unit.id, [FilePlan.everyClass], by: performer, at: now) }
        }
    }
}
