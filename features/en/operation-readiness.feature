Feature: Readiness of the office
  Helps the head of office and the specialists see what should be in place so that everyone is received safely.
  It speaks about the office and its partners, never about a person's case.
  It speaks only where the office is described; what nobody knows about the office does not count as done.

  # Whether the office is described

  Scenario: As long as nobody describes the office, nothing is said about it
    Given a service called "hospital"
    And for "hospital", who runs the service: national body
    And for "hospital", verified equal treatment: no
    When advice is asked for
    Then O-01 does not apply
    And O-06 does not apply
    And O-28 does not apply
    And O-29 does not apply

  Scenario: One fact about the office is enough for its other gaps to come up
    Given budget for this work: yes
    When advice is asked for
    Then O-25 applies at once as a precaution
    And O-06 says to find out first, within 72 hours
    But O-19 does not apply

  Scenario: An office described without a single fact is not taken to be ready
    Given the office is described
    When advice is asked for
    Then O-01 applies within 72 hours as a precaution
    And O-17 applies at once as a precaution
    And O-28 applies at once
    And O-28 says what must be done

  Scenario: Only the office is asked how ready the office is
    Given the office is described
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then it is worth asking the office about trained focal point with a deputy
    And it is worth asking the office about escalation chain known to staff

  # Staff, interpreters and conduct

  Scenario: Staff and partners who have had no training are trained within 72 hours
    Given training of all staff: no
    When advice is asked for
    Then O-01 applies within 72 hours
    And O-01 says what must be done

  Scenario: Colleagues who have all been trained are not called to the same training again
    Given training of all staff: yes
    When advice is asked for
    Then O-01 does not apply

  Scenario: As long as nobody can say who is trained, staff count as not trained
    Given training of all staff is not known
    When advice is asked for
    Then O-01 applies within 72 hours as a precaution

  Scenario: Guards, drivers and reception staff are met first, so they are briefed first
    Given training of front-line staff: no
    When advice is asked for
    Then O-02 applies within 72 hours
    And O-02 says what must be done

  Scenario: A guard who has been briefed needs no new briefing while other staff wait for training
    Given training of front-line staff: yes
    And training of all staff: no
    When advice is asked for
    Then O-01 applies within 72 hours
    But O-02 does not apply

  Scenario: If nobody knows whether the guards are briefed, they are briefed
    Given training of front-line staff is not known
    When advice is asked for
    Then O-02 applies within 72 hours as a precaution

  Scenario: Interpreters nobody has vetted are trained and undertake to keep confidence
    Given vetting of interpreters: no
    When advice is asked for
    Then O-03 applies within 72 hours
    And O-03 says what must be done

  Scenario: Vetted interpreters go on working as before
    Given vetting of interpreters: yes
    When advice is asked for
    Then O-03 does not apply

  Scenario: An interpreter about whom the office knows nothing counts as not vetted
    Given vetting of interpreters is not known
    When advice is asked for
    Then O-03 applies within 72 hours as a precaution

  Scenario: An office where nobody is in charge of this work names a focal point and a deputy
    Given trained focal point with a deputy: no
    When advice is asked for
    Then O-04 applies within 72 hours
    And O-04 says what should be done

  Scenario: A trained focal point with a deputy is already there, and no other is sought
    Given trained focal point with a deputy: yes
    When advice is asked for
    Then O-04 does not apply

  Scenario: If nobody can name the focal point, the post counts as vacant
    Given trained focal point with a deputy is not known
    When advice is asked for
    Then O-04 applies within 72 hours as a precaution

  Scenario: Where nothing says how misconduct is handled, rules and a procedure are published
    Given procedure on staff misconduct: no
    When advice is asked for
    Then O-05 applies within 72 hours
    And O-05 says what must be done

  Scenario: Managers who act on misconduct by a known procedure are not asked to write another
    Given procedure on staff misconduct: yes
    When advice is asked for
    Then O-05 does not apply

  Scenario: A procedure on misconduct that nobody can find counts as missing
    Given procedure on staff misconduct is not known
    When advice is asked for
    Then O-05 applies within 72 hours as a precaution

  Scenario: Planned training is held before an emergency comes
    Given planned staff training: yes
    And declared emergency: no
    When advice is asked for
    Then O-30 applies as routine
    And O-30 says what should be done

  Scenario: Once an emergency is declared, nobody advises training ahead of it
    Given planned staff training: yes
    And declared emergency: yes
    When advice is asked for
    Then O-30 does not apply

  Scenario: Where no training is planned, there is no date to bring forward
    Given planned staff training: no
    And declared emergency: no
    When advice is asked for
    Then O-30 does not apply

  Scenario: While nobody knows whether an emergency is declared, nothing is said about the training date
    Given planned staff training: yes
    And declared emergency is not known
    When advice is asked for
    Then O-30 stays undecided and says nothing

  Scenario: Staff who do not know whom to call find the escalation chain posted at once
    Given escalation chain known to staff: no
    When advice is asked for
    Then O-25 applies at once
    And O-25 says what must be done

  Scenario: Staff who can name the escalation chain need no new poster
    Given escalation chain known to staff: yes
    When advice is asked for
    Then O-25 does not apply

  Scenario: If nobody knows whether the night shift can call for help, the chain is posted all the same
    Given escalation chain known to staff is not known
    When advice is asked for
    Then O-25 applies at once as a precaution

  # Where people arrive

  Scenario: A reception where everyone overhears is changed so that people can speak unheard
    Given safe and private reception: no
    When advice is asked for
    Then O-06 applies within 72 hours
    And O-06 says what must be done

  Scenario: A reception where people already speak unheard stays as it is
    Given safe and private reception: yes
    When advice is asked for
    Then O-06 does not apply

  Scenario: A reception that nobody has walked through is walked through first
    Given safe and private reception is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-06 says to find out first, within 72 hours
    And it is worth asking the office about safe and private reception

  Scenario: People who wait without a word of welcome find one on the wall, in several formats
    Given welcoming information on display: no
    When advice is asked for
    Then O-07 applies as routine
    And O-07 says what should be done

  Scenario: A waiting room that already greets everyone is given no more posters
    Given welcoming information on display: yes
    And criminalising law in force: no
    When advice is asked for
    Then O-07 does not apply

  Scenario: If the office does not know what its walls say, local organizations are asked to read them
    Given welcoming information on display is not known
    When advice is asked for
    Then O-07 says to find out first, as routine

  Scenario: Where a law punishes people, signs on the wall are checked again at once
    Given welcoming information on display: yes
    And criminalising law in force: yes
    When advice is asked for
    Then O-08 applies at once
    And O-08 says what must be done
    But O-07 does not apply

  Scenario: A welcome stays under a hostile law, in words that mark nobody
    Given welcoming information on display: no
    And criminalising law in force: yes
    When advice is asked for
    Then O-07 applies as routine
    But O-08 does not apply

  Scenario: Where nobody knows the law, signs are checked as if it punished people
    Given welcoming information on display: yes
    And criminalising law in force is not known
    When advice is asked for
    Then O-08 applies at once

  Scenario: Where no law punishes people, signs of welcome may stay as they are
    Given welcoming information on display: yes
    And criminalising law in force: no
    When advice is asked for
    Then O-08 does not apply

  Scenario: Where a law punishes people, walls nobody has looked at are checked as a precaution
    Given welcoming information on display is not known
    And criminalising law in force: yes
    When advice is asked for
    Then O-08 applies at once as a precaution

  Scenario: Toilets, clinics and queues nobody has checked for danger are checked and put right
    Given map of danger spots: no
    When advice is asked for
    Then O-26 applies within 72 hours
    And O-26 says what must be done

  Scenario: Danger spots already on the map are not mapped a second time
    Given map of danger spots: yes
    When advice is asked for
    Then O-26 does not apply

  Scenario: Which sites feel unsafe is asked first, if the office cannot say
    Given map of danger spots is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-26 says to find out first, within 72 hours
    And it is worth asking the office about map of danger spots

  Scenario: People who cannot register at the usual desk and hour are given other hours and places
    Given flexible registration: no
    When advice is asked for
    Then O-23 applies within 72 hours
    And O-23 says what must be done

  Scenario: Registration that already offers other hours and places is left as it is
    Given flexible registration: yes
    When advice is asked for
    Then O-23 does not apply

  Scenario: Which registration options are open is asked of the office before people hear of them
    Given flexible registration is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-23 says to find out first, within 72 hours
    And it is worth asking the office about flexible registration

  Scenario: Kits that nobody has reviewed are opened with the people who use them
    Given review of relief kit contents: no
    When advice is asked for
    Then O-22 applies as routine
    And O-22 says what should be done

  Scenario: Kits that have been reviewed are handed out without another review
    Given review of relief kit contents: yes
    When advice is asked for
    Then O-22 does not apply

  Scenario: If nobody can say what the kits lack, the stores and the users are asked
    Given review of relief kit contents is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-22 says to find out first, as routine
    And it is worth asking the office about review of relief kit contents

  Scenario: Staff without a list of respectful words write one with local organizations
    Given guide to respectful words: no
    When advice is asked for
    Then O-27 applies as routine
    And O-27 says what should be done

  Scenario: A list of respectful words that is in use is not drawn up again
    Given guide to respectful words: yes
    When advice is asked for
    Then O-27 does not apply

  Scenario: Whether the teams have a list of respectful words is asked before one is written
    Given guide to respectful words is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-27 says to find out first, as routine
    And it is worth asking the office about guide to respectful words

  # Speaking up and being heard

  Scenario: A hotline that turns some callers away is opened to everyone, anonymous callers included
    Given hotline open to everyone: no
    When advice is asked for
    Then O-09 applies within 72 hours
    And O-09 says what must be done

  Scenario: A hotline that hears every caller stays as it is
    Given hotline open to everyone: yes
    When advice is asked for
    Then O-09 does not apply

  Scenario: A hotline nobody has tried is tried with a made-up story
    Given hotline open to everyone is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-09 says to find out first, within 72 hours
    And it is worth asking the office about hotline open to everyone

  Scenario: People who cannot complain in confidence are given a safe way to do so
    Given confidential complaint channel: no
    When advice is asked for
    Then O-10 applies within 72 hours
    And O-10 says what must be done

  Scenario: A complaint channel that keeps confidence is not replaced
    Given confidential complaint channel: yes
    When advice is asked for
    Then O-10 does not apply

  Scenario: Whether complaints stay confidential is found out before anyone is told so
    Given confidential complaint channel is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-10 says to find out first, within 72 hours
    And it is worth asking the office about confidential complaint channel

  Scenario: Displaced people who were never consulted are invited to say what they need
    Given consultation of displaced people: no
    When advice is asked for
    Then O-16 applies as routine
    And O-16 says what must be done

  Scenario: People who have been consulted are not called to the same talk again
    Given consultation of displaced people: yes
    When advice is asked for
    Then O-16 does not apply

  Scenario: Whether people were consulted, and safely, is asked of the office first
    Given consultation of displaced people is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-16 says to find out first, as routine
    And it is worth asking the office about consultation of displaced people

  Scenario: Everyone is invited to be consulted, and nobody is picked out
    Given consultation of displaced people: no
    When advice is asked for
    Then O-16 applies as routine
    And C-REG-05 applies as routine

  Scenario: Where nobody watches over people's safety, it is monitored without any register of persons
    Given monitoring of safety and access: no
    When advice is asked for
    Then O-20 applies as routine
    And O-20 says what must be done

  Scenario: Monitoring that already runs is not set up twice
    Given monitoring of safety and access: yes
    When advice is asked for
    Then O-20 does not apply

  Scenario: What the teams monitor, if anything, is found out first
    Given monitoring of safety and access is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-20 says to find out first, as routine
    And it is worth asking the office about monitoring of safety and access

  Scenario: An office monitors with counts, and small counts stay out of the published table
    Given monitoring of safety and access: no
    And an item of information called "table"
    And for "table", recipient of the information: general public
    And for "table", number of people behind each figure: 4
    When advice is asked for
    Then O-20 applies as routine
    And C-DAT-09 applies within 72 hours for "table"

  # Partners, providers and safe lodging

  Scenario: A referral directory more than 90 days old is brought up to date
    Given age of the referral directory in days: 91
    When advice is asked for
    Then O-11 applies within 72 hours
    And O-11 says what must be done

  Scenario: A referral directory that is 90 days old may still be used
    Given age of the referral directory in days: 90
    When advice is asked for
    Then O-11 does not apply

  Scenario: A referral directory without a date is looked into before it is relied on
    Given age of the referral directory in days is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-11 says to find out first, within 72 hours
    And it is worth asking the office about age of the referral directory in days

  Scenario: An office without local partners looks for some and lets them set the pace
    Given work with local organizations: no
    When advice is asked for
    Then O-14 applies as routine
    And O-14 says what should be done

  Scenario: An office that works with local organizations is not sent in search of them
    Given work with local organizations: yes
    When advice is asked for
    Then O-14 does not apply

  Scenario: Which local organizations the office works with is asked before new ones are approached
    Given work with local organizations is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-14 says to find out first, as routine
    And it is worth asking the office about work with local organizations

  Scenario: Under a law that punishes people, local organizations are not named in public
    Given work with local organizations: yes
    And criminalising law in force: yes
    When advice is asked for
    Then O-15 applies at once
    And O-15 says what must be done

  Scenario: Local organizations are not named in public while the law is not known
    Given work with local organizations: yes
    And criminalising law in force is not known
    When advice is asked for
    Then O-15 applies at once

  Scenario: Where no law punishes people, local organizations are named as they wish
    Given work with local organizations: yes
    And criminalising law in force: no
    When advice is asked for
    Then O-15 does not apply

  Scenario: An office without local partners has no partners to keep out of its papers
    Given work with local organizations: no
    And criminalising law in force: yes
    When advice is asked for
    Then O-14 applies as routine
    But O-15 does not apply

  Scenario: If nobody knows who helps the office locally, public papers name nobody
    Given work with local organizations is not known
    And criminalising law in force: yes
    When advice is asked for
    Then O-15 applies at once as a precaution

  Scenario: An office with one safe place free today looks for lodging of another kind
    Given number of safe places free today: 1
    When advice is asked for
    Then O-18 applies within 72 hours
    And O-18 says what must be done

  Scenario: An office without a single safe place develops two kinds of lodging
    Given number of safe places free today: 0
    When advice is asked for
    Then O-18 applies within 72 hours

  Scenario: Two safe places free today leave people a choice
    Given number of safe places free today: 2
    When advice is asked for
    Then O-18 does not apply

  Scenario: Safe places nobody has counted are counted first
    Given number of safe places free today is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-18 says to find out first, within 72 hours
    And it is worth asking the office about number of safe places free today

  Scenario: Transport and rent that nobody has budgeted for get a line under a neutral heading
    Given budget for this work: no
    When advice is asked for
    Then O-19 applies as routine
    And O-19 says what should be done

  Scenario: Where the money is set aside, no further budget line is asked for
    Given budget for this work: yes
    When advice is asked for
    Then O-19 does not apply

  Scenario: Whether there is money for rent and transport is found out first
    Given budget for this work is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-19 says to find out first, as routine
    And it is worth asking the office about budget for this work

  Scenario: Support after violence that turns some people away is opened to everyone
    Given gender-based violence support for everyone: no
    When advice is asked for
    Then O-21 applies within 72 hours
    And O-21 says what must be done

  Scenario: Support after violence that receives everyone is kept as it is
    Given gender-based violence support for everyone: yes
    When advice is asked for
    Then O-21 does not apply

  Scenario: Programmes on violence are asked in general whom they receive
    Given gender-based violence support for everyone is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then O-21 says to find out first, within 72 hours
    And it is worth asking the office about gender-based violence support for everyone

  Scenario: An office and child protection without a joint procedure agree one, with its limits
    Given joint procedure with child protection: no
    When advice is asked for
    Then O-24 applies within 72 hours
    And O-24 says what must be done

  Scenario: A joint procedure for children that works is not negotiated again
    Given joint procedure with child protection: yes
    When advice is asked for
    Then O-24 does not apply

  Scenario: A joint procedure for children that neither team can confirm counts as missing
    Given joint procedure with child protection is not known
    When advice is asked for
    Then O-24 applies within 72 hours as a precaution

  Scenario: A national hospital that turns people away is pressed to change
    Given the office is described
    And a service called "hospital"
    And for "hospital", who runs the service: national body
    And for "hospital", verified equal treatment: no
    When advice is asked for
    Then O-29 applies as routine
    And O-29 says what should be done

  Scenario: A private clinic that turns people away is not pressed as a national one is
    Given the office is described
    And a service called "clinic"
    And for "clinic", who runs the service: private provider
    And for "clinic", verified equal treatment: no
    When advice is asked for
    Then O-29 does not apply

  Scenario: A national hospital that treats everyone alike is pressed for nothing
    Given the office is described
    And a service called "hospital"
    And for "hospital", who runs the service: national body
    And for "hospital", verified equal treatment: yes
    When advice is asked for
    Then O-29 does not apply

  Scenario: How a national hospital treats people is found out before its managers are pressed
    Given the office is described
    And a service called "hospital"
    And for "hospital", who runs the service: national body
    And for "hospital", verified equal treatment is not known
    When advice is asked for
    Then O-29 says to find out first, as routine

  Scenario: Where no services are listed at all, there is no provider to speak with
    Given the office is described
    And no services at all
    When advice is asked for
    Then O-29 does not apply

  Scenario: Unequal treatment by a United Nations agency is not taken up with national bodies
    Given the office is described
    And a service called "agency"
    And for "agency", who runs the service: United Nations agency
    And for "agency", verified equal treatment: no
    When advice is asked for
    Then O-29 does not apply

  # Law, clinics and files

  Scenario: An office that has not mapped the reporting laws obtains counsel's note
    Given map of reporting laws: no
    When advice is asked for
    Then O-12 applies within 72 hours
    And O-12 says what must be done

  Scenario: An office that has mapped the reporting laws does not ask for the note anew
    Given map of reporting laws: yes
    When advice is asked for
    Then O-12 does not apply

  Scenario: Until it is known what must be reported, state facilities are handled as reporting
    Given map of reporting laws is not known
    When advice is asked for
    Then O-12 applies within 72 hours as a precaution

  Scenario: Where the only clinic reports to the police, the office seeks a confidential one
    Given map of reporting laws: yes
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", reporting to the police: yes
    When advice is asked for
    Then O-13 applies within 72 hours
    And O-13 says what must be done

  Scenario: Where there is no clinic at all, the office seeks a confidential one
    Given map of reporting laws: yes
    And no services at all
    When advice is asked for
    Then O-13 applies within 72 hours

  Scenario: A clinic for general care does not stand in for care after sexual violence
    Given map of reporting laws: yes
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", reporting to the police: no
    When advice is asked for
    Then O-13 applies within 72 hours

  Scenario: One clinic that keeps confidence ends the search, whatever the hospital does
    Given map of reporting laws: yes
    And a service called "hospital"
    And for "hospital", type of service: care after sexual violence
    And for "hospital", reporting to the police: yes
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", reporting to the police: no
    When advice is asked for
    Then O-13 does not apply

  Scenario: Counsel's note comes before the search for a confidential clinic
    Given map of reporting laws: no
    And no services at all
    When advice is asked for
    Then O-12 applies within 72 hours
    But O-13 does not apply

  Scenario: A clinic that has not answered is asked in general terms whether it reports
    Given map of reporting laws: yes
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", reporting to the police is not known
    When advice is asked for
    Then O-13 says to find out first, within 72 hours
    And it is worth asking the provider about reporting to the police for "clinic"

  Scenario: Clinics that nobody has listed are looked up before a new one is sought
    Given map of reporting laws: yes
    When advice is asked for
    Then O-13 says to find out first, within 72 hours

  Scenario: Where a law punishes people, the whole office works at its stricter setting
    Given criminalising law in force: yes
    When advice is asked for
    Then O-28 applies at once

  Scenario: A law that nobody has looked up is handled as one that punishes
    Given criminalising law in force is not known
    When advice is asked for
    Then O-28 applies at once

  Scenario: Where no law punishes people, the office keeps its ordinary setting
    Given criminalising law in force: no
    When advice is asked for
    Then O-28 does not apply

  Scenario: Under a law that punishes people, the office does not bring in the police
    Given criminalising law in force: yes
    When advice is asked for
    Then O-28 applies at once
    And C-VIO-04 applies at once

  Scenario: Where anyone in the office can open any file, access is cut to what each role needs
    Given role-based access to data: no
    When advice is asked for
    Then O-17 applies at once
    And O-17 says what must be done

  Scenario: Files that open only by role need no new lock
    Given role-based access to data: yes
    When advice is asked for
    Then O-17 does not apply

  Scenario: Sensitive notes stop until it is clear who can open the files
    Given role-based access to data is not known
    When advice is asked for
    Then O-17 applies at once as a precaution

  Scenario: Who can open the files is asked of the office even while little else is known
    Given the office is described
    When advice is asked for
    Then it is worth asking the office about role-based access to data
