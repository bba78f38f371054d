import type { Language } from './personas.ts'

/** How an office writes in one language: `{X}` is where somebody is named. */
export interface Phrases {
  readonly hello: (name: string) => string
  readonly bye: string
  readonly mentions: readonly string[]
  readonly chatter: readonly string[]
  /** Names of the header fields above a quoted mail. */
  readonly block: readonly [from: string, sent: string, to: string, subject: string]
  readonly wrote: (date: string, who: string) => string
  readonly colleagues: readonly string[]
}

const english: Phrases = {
  hello: (name) => `Hi ${name},`,
  bye: 'Kind regards',
  mentions: [
    'Could you check with {X} whether the stock count is right?',
    'I spoke to {X} about the overtime in March; it needs signing off.',
    '{X} is off sick again, so the delivery slips to Thursday.',
    'Please add {X} to the training list for the forklift refresher.',
    'As {X} said on the phone, nobody minds about the parking space.',
  ],
  chatter: [
    'The printer on the second floor is jammed again.',
    'Lunch is on me if the audit goes well.',
    'Invoices go out on Friday as usual.',
  ],
  block: ['From', 'Sent', 'To', 'Subject'],
  wrote: (date, who) => `On ${date}, ${who} wrote:`,
  colleagues: ['Nora Whitcombe', 'Gavin Oduya', 'Tess Harlow', 'Martin Quill'],
}

export const phrases: Readonly<Record<Language, Phrases>> = {
  en: english,
  de: {
    hello: (name) => `Hallo ${name},`,
    bye: 'Viele Grüße',
    mentions: [
      'Bitte frag {X}, ob die Inventur stimmt.',
      'Mit {X} habe ich wegen der Überstunden gesprochen.',
      '{X} ist wieder krank, die Lieferung verschiebt sich.',
      'Kannst du {X} für die Schulung eintragen?',
    ],
    chatter: ['Der Drucker im zweiten Stock klemmt wieder.', 'Die Rechnungen gehen am Freitag raus.', 'Heute gibt es Kuchen in der Küche.'],
    block: ['Von', 'Gesendet', 'An', 'Betreff'],
    wrote: (date, who) => `Am ${date} schrieb ${who}:`,
    colleagues: ['Sabine Ostrop', 'Detlef Wagenknecht', 'Tina Rauch', 'Holger Brandl'],
  },
  fr: {
    hello: (name) => `Bonjour ${name},`,
    bye: 'Cordialement',
    mentions: [
      'Peux-tu vérifier avec {X} si l’inventaire est juste ?',
      'J’ai parlé à {X} des heures supplémentaires de mars.',
      '{X} est encore en arrêt, la livraison attendra jeudi.',
      'Merci d’inscrire {X} à la formation.',
    ],
    chatter: ['L’imprimante du deuxième est encore bloquée.', 'Les factures partent vendredi.', 'Le café est froid, comme toujours.'],
    block: ['De', 'Envoyé', 'À', 'Objet'],
    wrote: (date, who) => `Le ${date}, ${who} a écrit :`,
    colleagues: ['Solène Picard', 'Thibault Meunier', 'Inès Carpentier', 'Gilles Barbier'],
  },
  pl: {
    hello: (name) => `Cześć ${name},`,
    bye: 'Pozdrawiam',
    mentions: [
      'Zapytaj, czy {X} ma gotową listę.',
      'Nadgodziny: {X} musi jeszcze podpisać.',
      'Dziś {X} jest na zwolnieniu.',
      'Na szkolenie idzie {X}.',
    ],
    chatter: ['Drukarka na drugim piętrze znowu stoi.', 'Faktury wychodzą w piątek.', 'Kawa się skończyła.'],
    block: ['Od', 'Wysłano', 'Do', 'Temat'],
    wrote: (date, who) => `W dniu ${date}, ${who} napisał(a):`,
    colleagues: ['Beata Lis', 'Marek Zawada', 'Dorota Kruk', 'Paweł Gajda'],
  },
  ru: {
    hello: (name) => `Здравствуйте, ${name}!`,
    bye: 'С уважением',
    mentions: [
      'По складу отвечает {X}, спросите там.',
      'Сверхурочные подписывает {X}.',
      'Сегодня {X} на больничном.',
      'На обучение едет {X}.',
    ],
    chatter: ['Принтер опять не работает.', 'Счета отправим в пятницу.', 'Кофе закончился.'],
    block: ['От', 'Отправлено', 'Кому', 'Тема'],
    wrote: (date, who) => `${date} ${who} пишет:`,
    colleagues: ['Ольга Титова', 'Игорь Левин', 'Zane Kalniņa', 'Pēteris Ozols'],
  },
  el: {
    hello: (name) => `Καλημέρα ${name},`,
    bye: 'Με εκτίμηση',
    mentions: [
      'Για την απογραφή ρώτα: {X}.',
      'Οι υπερωρίες: {X} πρέπει να υπογράψει.',
      'Σήμερα {X} λείπει με άδεια.',
      'Στο σεμινάριο πάει {X}.',
    ],
    chatter: ['Ο εκτυπωτής χάλασε πάλι.', 'Τα τιμολόγια φεύγουν την Παρασκευή.', 'Τελείωσε ο καφές.'],
    block: ['Από', 'Στάλθηκε', 'Προς', 'Θέμα'],
    wrote: (date, who) => `Στις ${date}, ${who} έγραψε:`,
    colleagues: ['Ελένη Μαυρίδη', 'Κώστας Ρήγας', 'Anna Vlachou', 'Nikos Dimas'],
  },
  es: {
    hello: (name) => `Hola ${name},`,
    bye: 'Un saludo',
    mentions: [
      'Pregunta a {X} si el inventario cuadra.',
      'Hablé con {X} de las horas extra de marzo.',
      'Hoy {X} está de baja, el envío se retrasa.',
      'Apunta a {X} al curso.',
    ],
    chatter: ['La impresora se ha vuelto a atascar.', 'Las facturas salen el viernes.', 'No queda café.'],
    block: ['De', 'Enviado', 'Para', 'Asunto'],
    wrote: (date, who) => `El ${date}, ${who} escribió:`,
    colleagues: ['Lourdes Ibarra', 'Gonzalo Vera', 'Nuria Campos', 'Andrés Molina'],
  },
  nl: {
    hello: (name) => `Hoi ${name},`,
    bye: 'Groeten',
    mentions: [
      'Vraag even aan {X} of de voorraad klopt.',
      'Ik sprak {X} over de overuren.',
      'Vandaag is {X} ziek, de levering schuift op.',
      'Zet {X} op de lijst voor de cursus.',
    ],
    chatter: ['De printer doet het weer niet.', 'Facturen gaan vrijdag de deur uit.', 'De koffie is op.'],
    block: ['Van', 'Verzonden', 'Aan', 'Onderwerp'],
    wrote: (date, who) => `Op ${date} schreef ${who}:`,
    colleagues: ['Marloes Dekker', 'Sjoerd Postma', 'Femke Vos', 'Ruud Kuipers'],
  },
  no: {
    hello: (name) => `Hei ${name},`,
    bye: 'Med vennlig hilsen',
    mentions: [
      'Spør {X} om lageret stemmer.',
      'Jeg snakket med {X} om overtiden i mars.',
      'I dag er {X} syk, så leveransen venter.',
      'Sett {X} på kurslisten.',
    ],
    chatter: ['Skriveren er stoppet igjen.', 'Fakturaene går ut fredag.', 'Kaffen er tom.'],
    block: ['Fra', 'Sendt', 'Til', 'Emne'],
    wrote: (date, who) => `Den ${date} skrev ${who}:`,
    colleagues: ['Ingrid Moen', 'Tor Aasen', 'Silje Berge', 'Lars Nygaard'],
  },
  it: {
    hello: (name) => `Ciao ${name},`,
    bye: 'Cordiali saluti',
    mentions: [
      'Chiedi a {X} se l’inventario torna.',
      'Ho parlato con {X} degli straordinari di marzo.',
      'Oggi {X} è in malattia, la consegna slitta.',
      'Metti {X} nella lista del corso.',
    ],
    chatter: ['La stampante si è bloccata di nuovo.', 'Le fatture partono venerdì.', 'È finito il caffè.'],
    block: ['Da', 'Inviato', 'A', 'Oggetto'],
    wrote: (date, who) => `Il ${date}, ${who} ha scritto:`,
    colleagues: ['Marta Zanetti', 'Paolo Gatti', 'Giulia Ferri', 'Enrico Sala'],
  },
}
