internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The page that explains what somebody may see and do.
struct RightsRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<SignedInContext>) {
        router.get(AdministrationPlace.Pattern.rights.route) { request, context in try await explain(request, context) }
    }

    private func explain(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .explanations)
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now), chosen = values["osoba"].flatMap { OfficerID($0) }, typed = values["przedmiot"]
        let (people, answer, problem) = try await keeper.office.database.read { c in
            let people = try Organisation.officers(c, on: today).map { ($0.id.description, $0.listName) }
            guard let chosen else { return (people, nil as RightsPage.Answer?, nil as Problem?) }
            let rights = try Organisation.rights(c, of: chosen, on: today)
            var answer = RightsPage.Answer(explanation: PermissionExplanation(rights))
            do {
                answer.object = try typed.map { try ObjectExplanation.find(c, $0, of: rights) }
                return (people, answer, nil)
            } catch let problem as Problem where problem.field == "przedmiot" {
                return (people, answer, problem)
            }
        }
        let form = FormPart(values, problem.map { [$0] } ?? [], fallback: "przedmiot")
        let page = RightsPage(
            frame: try await desk.frame(context, keeper, request, .rights), people: people.map { (value: $0.0, text: $0.1) }, form: form, answer: answer)
        return Desk.html(page.render(), status: form.status)
    }
}
