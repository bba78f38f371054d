/** Made texts of at least 200 characters, by the charsets in which mail without a label was written. */
export const texts: readonly (readonly [charsets: readonly string[], texts: readonly string[]])[] = [
  [
    ['windows-1251', 'koi8-r'],
    [
      'Здравствуйте, Наталья! Высылаю вам протокол вчерашней встречи и копию договора аренды. Просим проверить сумму и подписать оба экземпляра до конца недели. Если появятся вопросы, позвоните мне после обеда или напишите ответ на это письмо. С уважением, Сергей Павлов, отдел кадров.',
      'Напоминаем, что отпуск сотрудника согласован с первого по пятнадцатое июля. Табель учёта рабочего времени нужно сдать в бухгалтерию не позднее пятницы, иначе зарплата будет начислена без премии. Больничный лист получен, копия приложена к личному делу. Спасибо за понимание, до встречи в понедельник.',
    ],
  ],
  [
    ['shift_jis', 'euc-jp', 'iso-2022-jp'],
    [
      'お世話になっております。先日の打ち合わせの議事録をお送りします。契約書の内容をご確認のうえ、今週末までに署名してご返送ください。ご不明な点がございましたら、いつでもご連絡ください。来週の月曜日に東京の本社で会議を開きますので、資料を準備しておいてください。また、出張の費用については、領収書を経理部に提出していただく必要があります。どうぞよろしくお願いいたします。人事部の田中でございます。今後ともよろしくお願い申し上げます。',
      'プロジェクトのスケジュールについてお知らせします。サーバーのメンテナンスは土曜日の夜に行いますので、データのバックアップをお願いします。テストの結果はメールで送りますから、レポートを書いてください。パスワードを変更した後は、システム管理者に電話で知らせてください。カレンダーの予定を確認し、ミーティングに参加できる人は返事をください。新しいパソコンとモニターは来月届く予定です。ありがとうございました。株式会社サンプルの佐藤です。',
    ],
  ],
  [
    ['gb18030'],
    [
      '您好，附件是昨天会议的记录和租赁合同的复印件。请您核对金额，并在本周五之前签字寄回。如果有任何问题，请随时给我打电话或者回复这封邮件。下周一我们将在上海总部开会，请提前准备好相关资料。另外，出差的费用需要把发票交给财务部门才能报销。关于员工的工资和奖金，人事部会在月底之前通知大家。感谢您的支持和理解，希望我们今后继续合作，祝您工作顺利，身体健康，生活愉快。新的办公室已经装修完毕，大家可以从下个月开始搬过去使用，谢谢。',
    ],
  ],
  [
    ['big5'],
    [
      '您好，附件是昨天會議的紀錄和租賃合約的影本。請您核對金額，並在本週五之前簽名寄回。如果有任何問題，請隨時打電話給我或者回覆這封郵件。下週一我們將在台北總公司開會，請提前準備好相關資料。另外，出差的費用需要把發票交給財務部門才能報銷。關於員工的薪資和獎金，人事部會在月底之前通知大家。感謝您的支持和理解，希望我們今後繼續合作，祝您工作順利，身體健康，生活愉快。新的辦公室已經裝修完畢，大家可以從下個月開始搬過去使用，謝謝。',
    ],
  ],
  [
    ['euc-kr'],
    [
      '안녕하세요. 어제 회의의 회의록과 임대 계약서 사본을 보내 드립니다. 금액을 확인하신 후 이번 주 금요일까지 서명하여 반송해 주시기 바랍니다. 궁금한 점이 있으시면 언제든지 전화를 주시거나 이 메일에 답장해 주세요. 다음 주 월요일에 서울 본사에서 회의가 있으니 자료를 미리 준비해 주십시오. 출장 비용은 영수증을 경리부에 제출하셔야 정산됩니다. 직원의 급여와 상여금에 대해서는 인사부에서 월말까지 알려 드리겠습니다. 감사합니다. 좋은 하루 보내세요.',
    ],
  ],
]

/** Mail of Western Europe in windows-1252, also where it is hard: capitals, typographic quotes, prices, words of many accents. */
export const western: readonly string[] = [
  'Sehr geehrte Frau Müller, anbei erhalten Sie das Protokoll der gestrigen Besprechung über die Änderung des Mietvertrags. Bitte prüfen Sie die Höhe der Gebühren und schicken Sie die unterschriebenen Anhänge bis spätestens übermorgen zurück. Für Rückfragen stehe ich Ihnen natürlich zur Verfügung. Mit freundlichen Grüßen, Jürgen Weiß',
  'Chère Hélène, voici le compte rendu de la réunion d’hier ainsi que la copie du contrat signé à Orléans. Pourriez-vous vérifier le montant dû, et le renvoyer complété avant la fin de l’été ? Les congés payés ont été validés ; les notes de frais ont déjà été réglées. Très cordialement, André Lefèvre, délégué général',
  'Estimada señora Núñez: le envío el acta de la reunión de ayer y una copia del contrato. ¿Podría revisar la cuantía y devolverlo firmado antes del próximo miércoles? También necesitamos el número de teléfono del técnico que reparó la calefacción. ¡Muchas gracias! Atentamente, José María Ibáñez, administración',
  'Prezado senhor Conceição, a informação sobre as férias não está disponível na aplicação; é necessário enviá-la até amanhã à direcção. Não há razões para preocupação: a situação será resolvida após a reunião de avaliação com a Comissão de Gestão. Com os melhores cumprimentos, João Simões Guimarães',
  'Kære Søren, vedhæftet finder du referatet fra mødet i går på Østerbrogade. Vær så venlig at læse aftalen om lønnen og sende den tilbage før påske. Spørgsmål kan sendes til økonomiafdelingen på Nørrebro; de åbner først klokken ti, så prøv også på mobilen. Håber vi ses på fredag. Mange hilsner, Åse Sørensen Bjørnø',
  'Hyvä Päivi, lähetän ohessa pöytäkirjan eilisestä työryhmän kokouksesta. Käythän sen läpi ja lähetät täydennykset viimeistään keskiviikkona, jotta ehdimme käsitellä ne. Pääsääntöisesti myöhästyneitä ei hyväksytä. Väärinkäsitysten välttämiseksi tärkeää: työmääräys on yhä sähköisessä järjestelmässä. Ystävällisesti, Jääskeläinen',
  'Kæri Þórður, meðfylgjandi er fundargerðin frá því í gær. Vinsamlegast farðu yfir hana og láttu mig vita fyrir föstudaginn ef það þarf að breyta einhverju. Við höfum líka fengið nýja samninginn frá Ísafirði; hann þarf að undirrita áður en greiðslan er send. Bestu kveðjur, Guðrún Ægisdóttir, Þjóðminjasafni Íslands',
  'BETREFF: KÜNDIGUNG DER GESCHÄFTSRÄUME – BITTE PRÜFEN SIE DIE HÖHE DER RÜCKSTÄNDE UND DIE ÜBRIGEN ANSPRÜCHE. ÄNDERUNGSWÜNSCHE SIND ÜBER DAS BÜRO FÜR ÖFFENTLICHKEIT ZU ÄUSSERN. DIE PRÜFUNG ERFOLGT AUF ÖSTERREICHISCHEM GELÄNDE WÄHREND DER ÜBLICHEN ÖFFNUNGSZEITEN. GRÜSSE, JÜRGEN KÖHLER',
  'He said “yes” – and then “no” – to the offer of €500… The committee’s view: “we can’t accept that”. They’ll send £250 (or €300) by Monday; it’s “final”. • First point • Second point • Third point – see § 5 and § 7 of the agreement… “Don’t worry”, she wrote, “it’s all been ‘settled’ – mostly…”. Price: 12 € – 15 €, 20 % off…',
]

/** Of charsets that aren't guessed: they must not come out as one that is. */
export const others: readonly (readonly [charset: string, text: string])[] = [
  [
    'iso-8859-7',
    'Αγαπητή κυρία Παπαδοπούλου, σας στέλνω τα πρακτικά της χθεσινής συνάντησης και αντίγραφο της σύμβασης μίσθωσης. Παρακαλώ ελέγξτε το ποσό και επιστρέψτε την υπογεγραμμένη έως την Παρασκευή. Για οποιαδήποτε απορία είμαι στη διάθεσή σας. Με εκτίμηση, Γιώργος',
  ],
  [
    'windows-1255',
    'שלום רב, מצורף פרוטוקול הישיבה מאתמול והעתק של חוזה השכירות. אנא בדקו את הסכום והחזירו את המסמך חתום עד יום שישי. אם יש שאלות, אפשר להתקשר אלי או לענות למכתב הזה. בשבוע הבא תתקיים ישיבה במשרד הראשי, נא להכין את החומר מראש. בברכה, יוסי',
  ],
  [
    'windows-1256',
    'السلام عليكم، أرسل إليكم محضر اجتماع الأمس ونسخة من عقد الإيجار. يرجى مراجعة المبلغ وإعادة العقد موقعا قبل يوم الجمعة. إذا كانت لديكم أي أسئلة فلا تترددوا في الاتصال بي أو الرد على هذه الرسالة. مع أطيب التحيات، أحمد من قسم الموارد البشرية',
  ],
  [
    'windows-1250',
    'Szanowna Pani, w załączeniu przesyłam protokół z wczorajszego spotkania oraz kopię umowy najmu. Proszę sprawdzić wysokość opłat i odesłać podpisaną umowę najpóźniej w piątek. Żółte świadectwo zostało już wysłane pocztą; jeśli będą pytania, proszę dzwonić. Łączę wyrazy szacunku, Józef Ślęzak',
  ],
  [
    'windows-1254',
    'Sayın Şule Hanım, dünkü toplantının tutanağını ve kira sözleşmesinin bir kopyasını gönderiyorum. Lütfen tutarı kontrol edip imzalı sözleşmeyi cuma gününe kadar geri gönderiniz. Sorularınız olursa öğleden sonra beni arayabilirsiniz. Saygılarımla, İbrahim Güneş, insan kaynakları müdürlüğü',
  ],
  [
    'windows-874',
    'เรียนคุณสมชาย ผมขอส่งรายงานการประชุมเมื่อวานนี้และสำเนาสัญญาเช่า กรุณาตรวจสอบจำนวนเงินและส่งสัญญาที่ลงนามแล้วกลับมาภายในวันศุกร์ หากมีคำถามโปรดโทรหาผมหรือตอบจดหมายฉบับนี้ ขอบคุณมากครับ',
  ],
]
