import Testing

@testable import Web

@Suite struct HelpTests {
    @Test("Every page of the desk has its help", arguments: DeskFrame.Section.allCases) func page(_ section: DeskFrame.Section) throws {
        let text = try #require(HelpTexts.of(section.rawValue), "no help for \(section.rawValue)")
        #expect(!text.title.isEmpty && !text.words.isEmpty)
    }

    @Test("No help is for a page that does not exist, and none stands twice") func known() {
        let ids = HelpTexts.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(Set(ids) == Set(DeskFrame.Section.allCases.map(\.rawValue)))
    }

    @Test("Help is found by words without Polish marks") func search() {
        #expect(HelpTexts.search("wplywow rejestr").map(\.id).contains("letters"))
        #expect(HelpTexts.search("").isEmpty && HelpTexts.search("nosorożec").isEmpty)
    }

    @Test("A walk is read from its cookie, and from nothing else") func walk() {
        #expect(HelpWalk(cookie: "registration.0")?.text.id == "registration")
        for bad in ["", "registration", "registration.9", "x.0", "registration.-1", "registration.0.0"] { #expect(HelpWalk(cookie: bad) == nil) }
    }
}
