import Store
import Testing

@Suite struct SQLTests {
    @Test func `values are numbered in order however the pieces join`() {
        let filter: SQL = "a = \(1) AND b IN (\(list: ["x", "y"]))"
        let order: SQL = " ORDER BY \(identifier: "we\"ird") LIMIT \(5)"
        let whole: SQL = "SELECT * FROM t WHERE z = \(Int64?.none) AND \(sql: filter)" + order + " -- 'ż' $"
        #expect(whole.text == #"SELECT * FROM t WHERE z = $1 AND a = $2 AND b IN ($3, $4) ORDER BY "we""ird" LIMIT $5 -- 'ż' $"#)
        #expect(whole.values == [.null, .int(1), .text("x"), .text("y"), .int(5)])
    }

    @Test func `numbers of several digits move too`() {
        var sql: SQL = ""
        for i in 0..<12 { sql += "ż\(i)," }
        let twice: SQL = "\(sql: sql)\(sql: sql)"
        #expect(twice.text == (1...24).map { "ż$\($0)," }.joined())
        #expect(twice.values.count == 24 && twice.values[23] == .int(11))
    }

    @Test func `an empty list matches nothing`() {
        let sql: SQL = "a IN (\(list: [Int]()))"
        #expect(sql.text == "a IN (NULL)" && sql.values.isEmpty)
    }
}
