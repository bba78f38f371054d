import type { Thread } from './story.ts'

/** Mail in other languages and charsets. */
export const foreignThreads: readonly Thread[] = [
  {
    start: '2024-04-09T09:12',
    subject: 'Lieferung 4398: fehlende Prüfzeugnisse',
    mails: [
      {
        from: 'jonas',
        to: ['kate'],
        cc: ['sabine'],
        charset: 'iso-8859-1',
        body: `Sehr geehrte Frau Brennan,\n\ndie Lieferung ist heute früh eingetroffen, vielen Dank. Für die Geräte 17 bis 22 fehlen aber die Prüfzeugnisse. Könnten Sie diese bis Donnerstag nachreichen? Unsere Qualitätsprüfung läßt die Geräte sonst nicht in den Betrieb.`,
      },
      {
        from: 'sabine',
        to: ['kate'],
        charset: 'iso-8859-1',
        body: `Liebe Kate,\n\nzur Erklärung: NordLab braucht die sechs Zeugnisse im Original, mit Stempel. Ich übersetze gern, falls etwas unklar ist. Grüße aus dem verregneten Hamburg`,
        sign: 'Sabine',
      },
      {
        from: 'kate',
        to: ['sabine'],
        cc: ['jonas'],
        body: `Danke! They go out tonight by courier, stamped and signed by Fergal. Tracking number SW-88213-DE.`,
      },
      {
        from: 'jonas',
        to: ['kate'],
        cc: ['sabine'],
        charset: 'iso-8859-1',
        body: `Angekommen. Herzlichen Dank für die schnelle Hilfe, Frau Brennan!`,
      },
    ],
  },
  {
    start: '2024-05-28T14:47',
    subject: 'Réclamation commande 5120',
    mails: [
      {
        from: 'helene',
        to: ['kate'],
        charset: 'iso-8859-1',
        body: `Chère Madame Brennan,\n\nLe colis est arrivé abîmé : la boîte était écrasée sur un côté et le débitmètre ne s'allume plus. Je vous joins une photo prise à la réception. Pourriez-vous prévoir un remplacement avant le 10 juin ? Nous sommes à l'arrêt sur cette ligne.`,
        enclose: [{ kind: 'png', name: 'colis écrasé.png', picture: 'box' }],
      },
      {
        from: 'kate',
        to: ['helene'],
        cc: ['orla'],
        body: `Chère Hélène,\n\nI am so sorry. A new FM-12 leaves today; please keep the damaged one for the carrier's inspector. Je vous appelle demain matin.`,
      },
      {
        from: 'helene',
        to: ['kate'],
        charset: 'utf-8',
        body: `Merci infiniment, Kate ! Vous êtes toujours aussi efficace. Bien reçu ce matin, tout fonctionne.`,
        form: 'both',
      },
    ],
  },
  {
    start: '2024-07-03T10:20',
    subject: '流量計の納期について',
    mails: [
      {
        from: 'kenji',
        to: ['kate'],
        cc: ['orla'],
        charset: 'iso-2022-jp',
        body: `ブレナン様\n\nいつもお世話になっております。森田計器の森田です。\n先日注文した流量計FM-12（二十台）の納期を教えていただけますでしょうか。\n八月五日までに大阪に届くと助かります。\n\nよろしくお願いいたします。`,
      },
      {
        from: 'kate',
        to: ['kenji'],
        cc: ['orla'],
        body: `Dear Mr Morita,\n\nThe twenty FM-12 leave Galway on 22 July by air and should reach Osaka on the 26th. I will send the airway bill.`,
      },
      {
        from: 'kenji',
        to: ['kate'],
        cc: ['orla'],
        charset: 'iso-2022-jp',
        body: `ブレナン様\n\n早速のご返事ありがとうございます。七月二十六日で問題ございません。\n今後ともよろしくお願いいたします。`,
      },
    ],
  },
  {
    start: '2024-09-17T08:30',
    subject: 'Zwrot miernika – pytanie',
    mails: [
      {
        from: 'agnieszka',
        to: ['dispatch'],
        charset: 'iso-8859-2',
        body: `Dzień dobry,\n\nchcielibyśmy zwrócić jeden miernik TH-7, wyświetlacz miga. Czy pani Brennan mogłaby przysłać etykietę zwrotną? Paczka jest już spakowana.`,
      },
      {
        from: 'tomasz',
        to: ['agnieszka'],
        cc: ['kate'],
        charset: 'iso-8859-2',
        body: `Dzień dobry pani Agnieszko,\n\netykieta w załączniku. Kurier przyjedzie jutro między dziesiątą a dwunastą. Kate Brennan jest dzisiaj na urlopie, odpowiadam za nią.`,
        enclose: [{ kind: 'png', name: 'etykieta.png', picture: 'label' }],
      },
      { from: 'agnieszka', to: ['tomasz'], cc: ['dispatch'], charset: 'utf-8', body: `Dziękuję bardzo! Miłego dnia życzę.` },
    ],
  },
  {
    start: '2024-12-02T11:05',
    subject: 'Линзы для партии 310',
    mails: [
      {
        from: 'irina',
        to: ['kate'],
        cc: ['fergal'],
        charset: 'koi8-r',
        body: `Уважаемая Катерина!\n\nЛинзы для партии 310 готовы к отправке. Пожалуйста, подтвердите адрес склада и количество: сорок восемь штук.`,
      },
      {
        from: 'kate',
        to: ['irina'],
        cc: ['fergal'],
        body: `Dear Irina,\n\nForty-eight is right, to the Ballybane warehouse please, marked for Fergal Devaney.`,
      },
      {
        from: 'irina',
        to: ['kate'],
        cc: ['fergal'],
        charset: 'koi8-r',
        body: `Спасибо, Катерина. Отправили сегодня, накладная во вложении.`,
        enclose: [
          {
            kind: 'pdf',
            name: 'Waybill 310.pdf',
            title: 'Waybill 310',
            paragraphs: [
              '48 lenses, lot 310. Consignee: Alder & Finch Instruments Ltd, Ballybane, Galway, attn. Fergal Devaney.',
              'Contact at dispatch: K. Brennan.',
            ],
          },
        ],
      },
    ],
  },
  {
    start: '2025-03-18T09:40',
    subject: 'Neuer Rahmenvertrag',
    mails: [
      {
        from: 'sabine',
        to: ['declan'],
        charset: 'iso-8859-1',
        body: `Lieber Declan,\n\nNordLab möchte den Rahmenvertrag um zwei Jahre verlängern, zu denselben Preisen. Herr Petersen lobt ausdrücklich den Versand („Frau Brennan ist Gold wert“). Soll ich zusagen?`,
        expect: { about: 'subject', note: 'named by her surname only' },
      },
      { from: 'declan', to: ['sabine'], body: `Sabine, zwei Jahre ja, Preise minus nichts. And I will pass the gold on.` },
    ],
  },
  {
    start: '2025-08-05T13:15',
    subject: 'Facture 2025-0817',
    mails: [
      {
        from: 'helene',
        to: ['priya'],
        cc: ['orla'],
        charset: 'windows-1252',
        body: `Bonjour Priya,\n\nLa facture 2025-0817 mentionne une remise de 5 % au lieu de 7 %. C’est sans doute un oubli ; pourriez-vous la rectifier ? Merci d’avance.`,
      },
      {
        from: 'priya',
        to: ['helene'],
        cc: ['orla'],
        body: `Dear Hélène, quite right, a corrected invoice is attached.`,
        enclose: [
          {
            kind: 'pdf',
            name: 'Invoice 2025-0817 corrected.pdf',
            title: 'Invoice 2025-0817',
            paragraphs: ['Laboratoires Vauclair. 6 flow meters FM-12, discount 7 %.', 'Total: EUR 4,910.40. Payable within 30 days.'],
          },
        ],
      },
    ],
  },
]
