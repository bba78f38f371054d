import { describe, expect, it } from 'vitest'
import { officeLimits } from '../../src/formats/limits.ts'
import { unreadWords } from '../../src/formats/office/odf-unread.ts'
import { unlessItHangs } from '../hang.ts'
import { odf } from './office-file.ts'
import { read } from './read-office.ts'

describe('an OpenDocument file', () => {
  it('of text is read with notes and comments; deleted and hidden text is listed as hidden', async () => {
    const body =
      '<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Ann</dc:creator></office:change-info><text:p>fired</text:p></text:deletion></text:changed-region></text:tracked-changes>' +
      '<text:h text:outline-level="1">Title</text:h><text:p>One<text:s text:c="2"/>two<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See file</text:p></text:note-body></text:note>' +
      '<office:annotation><dc:creator>Dan</dc:creator><dc:date>2026-03-04</dc:date><text:p>Hm</text:p></office:annotation><text:span text:style-name="H">unseen</text:span></text:p>'
    const { shown, hidden } = await read(
      odf('text', body, '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'),
    )
    expect(shown).toBe('Title\n\nOne  two[1][comment 1]\n\nNotes\n\n[1] See file\n\nComments\n\n[comment 1] Dan, 2026-03-04: Hm')
    expect(hidden).toEqual(['tracked change: Ann fired', 'hidden text: unseen'])
  })

  it('of sheets is read with repeated cells; hidden sheets and rows are listed as hidden', async () => {
    const cell = (text: string, attributes = ''): string => `<table:table-cell ${attributes}><text:p>${text}</text:p></table:table-cell>`
    const body =
      `<table:table table:name="Staff"><table:table-row>${cell('Jane')}<table:table-cell table:number-columns-repeated="2"/>${cell('7', 'table:number-columns-repeated="2"')}</table:table-row>` +
      `<table:table-row table:visibility="collapse">${cell('gone')}</table:table-row><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>` +
      `<table:table table:name="Pay" table:style-name="T"><table:table-row>${cell('90000')}</table:table-row></table:table>`
    const { shown, hidden } = await read(
      odf(
        'spreadsheet',
        body,
        '<style:style style:name="T" style:family="table"><style:table-properties table:display="false"/></style:style>',
      ),
    )
    expect(shown.replace(/\t+/g, '\t')).toBe('Staff\n\nJane\t7\t7')
    expect(hidden).toEqual(['hidden row: gone', 'hidden sheet “Pay”: 90000'])
  })

  it('shows what a page shows of its form, where it is drawn; what no page shows of it is listed as hidden', async () => {
    const body =
      '<office:forms><form:form form:name="Intake"><form:text form:id="c1" form:name="Patient" form:value="old Roe" form:current-value="Jane Roe"/>' +
      '<form:checkbox form:id="c2" form:label="pregnant" form:current-state="checked"/>' +
      '<form:listbox form:id="c3" form:dropdown="true"><form:option form:label="Bonn"/><form:option form:label="Ulm" form:current-selected="true"/></form:listbox>' +
      '<form:textarea form:id="c4"><text:p>told by Bo</text:p><text:p>and Al</text:p></form:textarea>' +
      '<form:hidden form:value="0171234567"/><form:text form:id="c9" form:current-value="on no page"/></form:form></office:forms>' +
      '<text:p>Name: <draw:control draw:control="c1"/>; <draw:control draw:control="c2"/>; <draw:control draw:control="c3"/></text:p>' +
      '<text:p><draw:control draw:control="c4"><svg:desc>What she said</svg:desc></draw:control></text:p>'
    const { shown, hidden } = await read(odf('text', body))
    expect(shown).toBe('Name: Jane Roe; ☑ pregnant; Ulm\ntold by Bo\nand Al')
    expect(hidden).toEqual([
      'form field: Intake',
      'form field: Patient old Roe',
      'form field: Bonn',
      'form field: 0171234567',
      'description of a picture: What she said',
      'form field: on no page',
    ])
  })

  it('of slides shows footer, header and date on each slide and page of notes that names them and lets them be seen', async () => {
    const body =
      '<presentation:footer-decl presentation:name="f">Case of Jane Roe</presentation:footer-decl>' +
      '<presentation:header-decl presentation:name="h">For Bo only</presentation:header-decl>' +
      '<presentation:date-time-decl presentation:name="d" presentation:source="fixed">3 May</presentation:date-time-decl>' +
      '<presentation:footer-decl presentation:name="g">of no slide</presentation:footer-decl>' +
      '<draw:page presentation:use-footer-name="f" presentation:use-date-time-name="d"><draw:frame><draw:text-box><text:p>One</text:p></draw:text-box></draw:frame>' +
      '<presentation:notes presentation:use-header-name="h"><draw:frame><draw:text-box><text:p>Say so</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>' +
      '<draw:page draw:style-name="bare" presentation:use-footer-name="f"><draw:frame><draw:text-box><text:p>Two</text:p></draw:text-box></draw:frame></draw:page>'
    const bare =
      '<style:style style:name="bare" style:family="drawing-page"><style:drawing-page-properties presentation:display-footer="false"/></style:style>'
    const { shown, hidden } = await read(odf('presentation', body, bare))
    expect(shown).toBe('Slide 1\n\nOne\n3 May\nCase of Jane Roe\n\nNotes to slide 1\n\nSay so\nFor Bo only\n\nSlide 2\n\nTwo')
    expect(hidden).toEqual(['footer of no slide: of no slide'])
  })

  it('shows a formula, and lists its source as hidden', async () => {
    const formula =
      '<math><semantics><mrow><mi>Pay</mi><mo>=</mo><mtext>Roe</mtext></mrow><annotation encoding="StarMath 5.0">Pay = "Roe" ~ raised</annotation></semantics></math>'
    const { shown, hidden } = await read(
      odf('text', '<text:p>See <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>', '', {
        'Object 1/content.xml': formula,
      }),
    )
    expect(shown.replace(/ +$/gmu, '')).toBe('See\n\nObject\n\nPay = Roe')
    expect(hidden).toEqual(['kept in annotation: Pay = "Roe" ~ raised'])
  })

  it('lists as hidden whatever else somebody wrote into it, in text or attribute, and not how it looks', async () => {
    const body =
      '<text:user-field-decls><text:user-field-decl office:value-type="string" office:string-value="Zoe Quill" text:name="client"/></text:user-field-decls>' +
      '<text:p text:style-name="P1">Dear <text:conditional-text text:condition="ooow:1" text:string-value-if-true="colleague" text:string-value-if-false="nuisance">colleague</text:conditional-text>' +
      '<text:bibliography-mark text:author="Bo Lind" text:bibliography-type="book">[1]</text:bibliography-mark><text:bookmark text:name="about-zoe"/></text:p>' +
      '<text:section text:display="none"><text:p>not for Zoe</text:p></text:section>' +
      '<text:unheard-of text:never="heard of"><text:inner>loose words</text:inner></text:unheard-of>' +
      '<draw:rect draw:style-name="gr1" draw:layer="layout" svg:width="2.1cm" svg:x="12345" draw:z-index="3" xml:id="id7" text:anchor-type="page"/>'
    const { shown, hidden } = await read(odf('text', body))
    expect(shown).toBe('Dear colleague[1]')
    expect(hidden).toEqual([
      'kept in user-field-decl: Zoe Quill client',
      'kept in conditional-text: ooow:1 colleague nuisance',
      'kept in bibliography-mark: Bo Lind',
      'kept in bookmark: about-zoe',
      'hidden section: not for Zoe',
      'kept in unheard-of: heard of',
      'kept in inner: loose words',
    ])
  })

  it('of sheets lists as hidden who changed what, conditions, names and sources', async () => {
    const body =
      '<table:tracked-changes><table:cell-content-change><office:change-info><dc:creator>Ann</dc:creator><text:p>too high</text:p></office:change-info>' +
      '<table:previous><table:change-track-table-cell office:value="90000"/></table:previous></table:cell-content-change></table:tracked-changes>' +
      '<table:content-validations><table:content-validation table:condition="cell-content-is-in-list(&quot;Roe&quot;;&quot;Doe&quot;)"/></table:content-validations>' +
      '<table:table table:name="Staff"><table:table-row><table:table-cell office:string-value="Jane Roe"><text:p>J. R.</text:p></table:table-cell></table:table-row></table:table>' +
      '<table:named-expressions><table:named-expression table:name="boss" table:expression="&quot;Bo Lind&quot;"/></table:named-expressions>' +
      '<table:database-ranges><table:database-range table:target-range-address="Staff.A1:Staff.A9"><table:filter-condition table:value="pregnant"/></table:database-range></table:database-ranges>'
    const { shown, hidden } = await read(odf('spreadsheet', body))
    expect(shown).toBe('Staff\n\nJ. R.')
    expect(hidden).toEqual([
      'tracked change: Ann too high 90000',
      'kept in content-validation: cell-content-is-in-list("Roe";"Doe")',
      'value of a cell: Jane Roe',
      'kept in named-expression: boss "Bo Lind"',
      'kept in filter-condition: pregnant',
    ])
  })

  it('lists as hidden what its other parts say: properties, signers, macros, settings, earlier versions', async () => {
    const { hidden } = await read(
      odf('text', '<text:p>Text</text:p>', '', {
        'meta.xml':
          '<office:meta><dc:creator>Ann</dc:creator><meta:user-defined meta:name="Client">Zoe</meta:user-defined><meta:template xlink:title="Letter" xlink:href="file:///home/bo/l.ott"/><meta:editing-cycles>9</meta:editing-cycles></office:meta>',
        'META-INF/documentsignatures.xml': `<X509IssuerName>CN=Ca Root</X509IssuerName><SignatureValue>${'QUJD'.repeat(40)}</SignatureValue>`,
        'Basic/Standard/Module1.xml': '<script:module script:name="Module1">rem by Cy</script:module>',
        'Scripts/python/a.py': '# by Di',
        'settings.xml':
          '<config:config-item config:name="PrinterName" config:type="string">Office of Ed</config:config-item><config:config-item config:name="Zoom" config:type="int">110</config:config-item>',
        'manifest.rdf': '<rdf:Description rdf:about="content.xml">about Fay</rdf:Description>',
        'Pictures/1.svg': '<svg><style>.a{fill:red}</style><text>Gil</text></svg>',
        'Versions/Version1': odf('text', '<text:p>Hal was here</text:p>'),
      }),
    )
    expect(hidden).toEqual([
      'property “creator”: Ann',
      'property “Client”: Zoe',
      'property “template”: Letter file:///home/bo/l.ott',
      'kept in META-INF/documentsignatures.xml: CN=Ca Root',
      'macro: Basic/Standard/Module1.xml',
      'kept in Basic/Standard/Module1.xml: Module1 rem by Cy',
      'macro: Scripts/python/a.py',
      'macro: # by Di',
      'kept in settings.xml: Office of Ed',
      'kept in manifest.rdf: about Fay',
      'kept in Pictures/1.svg: Gil',
      'embedded file: Versions/Version1',
      'text of an embedded file: Hal was here',
    ])
  })

  it('of a million attributes and loose words is read in bounds', async () => {
    const body = Array.from({ length: 100_000 }, (_, at) => `<text:x${at} text:y="word ${at}">loose ${at}</text:x${at}>`).join('')
    const { surfaces } = await read(odf('text', body))
    const hidden = surfaces.find(({ kind }) => kind === 'hidden')?.text ?? ''
    expect(hidden.length).toBeLessThanOrEqual(officeLimits.hiddenLength + 100)
    expect(hidden).toMatch(/too long to list\)$/u)
  })

  it('with a name of a million signs for an attribute lists what that says', () => {
    const name = `text${':'.repeat(1_000_000)}`
    expect(unlessItHangs(() => unreadWords('unheard-of', { [name]: 'heard of' }))).toBe('heard of')
  })

  it('that is encrypted is told as protected', async () => {
    const manifest = '<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    const { problems, surfaces } = await read(odf('text', '<text:p>x</text:p>', '', { 'META-INF/manifest.xml': manifest }))
    expect(problems).toEqual(['password-protected'])
    expect(surfaces).toEqual([])
  })

  it('without a word is told as without text', async () => {
    expect((await read(odf('text', '<text:p/>'))).problems).toEqual(['no-text'])
  })
})
