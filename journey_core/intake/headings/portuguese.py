"""Portuguese, of Brazil and of Portugal: what columns are called, and what words in them mean."""

from typing import Final

HEADINGS: Final = {
    "lead": "id do lead, id lead, id do contato, id do contacto, id contato, id contacto, id do cliente, id cliente, "
    "código do cliente, número do cliente, código do contato, identificador do cliente, código cliente, nº cliente",
    "person": "contato, contacto, cliente, prospecto, pessoa, pessoa de contato, pessoa de contacto, destinatário, "
    "participante, interessado, convidado, convidados",
    "occurred_at": "data e hora, data hora, carimbo de data, data da atividade, data da actividade, data do evento, "
    "data do contato, data do contacto, momento, ocorrido em, data da ligação, data da chamada, data de início, "
    "início, enviado em, recebido em, data de envio, data da interação, data do envio, data atividade, "
    "data da interacção, data do download, data de download, baixado em, data de conversão, data da conversão, "
    "início real, data de início real, hora de início real, data da solicitação, data de solicitação, solicitado em, "
    "data do pedido de contato",
    "date": "data, hora, quando, dia",
    "due": "data de vencimento, vencimento, prazo, previsto para, data prevista",
    "moved": "data de entrada na etapa, data de entrada na fase, data de entrada na etapa atual, "
    "data de entrada na fase atual, última mudança de etapa, última mudança de fase, data da mudança de etapa, "
    "data de mudança de fase, data da última mudança de etapa, última alteração de etapa, na etapa desde",
    "edited": "data de edição, data de alteração",
    "closed": "data de fechamento, data de fecho, fechado em, data de encerramento, ganho em",
    "created": "criado, criado em, criada em, data de criação, data criação, adicionado em, data de cadastro, "
    "cadastrado em, data de registo, data de registro, registado em, registrado em",
    "changed": "modificado, modificado em, alterado em, data de alteração, última modificação, última alteração, "
    "atualizado em, última atualização, data de modificação, data da última modificação, data da última alteração, "
    "data de atualização, hora de atualização, hora da atualização, hora de modificação, atualizado",
    "last": "última atividade, último contato, último contacto, data da última atividade, data do último contato, "
    "data do último contacto, última interação, data da última actividade",
    "time of day": "hora, horário, hora de início, hora do início, hora da ligação, hora da chamada, horas",
    "another time": "data de nascimento, aniversário, fim, data de fim, hora de fim, data de término, término, "
    "hora de término, até, próxima atividade, data da próxima atividade, próximo contato, próximo contacto, retorno, "
    "retornar em, data de retorno, data de fechamento esperada, data prevista de fechamento, lembrete, "
    "data de acompanhamento, fim real, término real, data de término real, data de resolução, resolvido em",
    "kind": "atividade, actividade, tipo de atividade, tipo de actividade, evento, tipo de evento, ação, acção, "
    "interação, interacção, tipo de interação, tipo de contato, tipo de contacto, nome do evento, acontecimento",
    "type": "tipo, categoria, resultado, classe, o quê",
    "channel": "canal, meio, canal de comunicação, canal de contato, canal de contacto, meio de contato, "
    "meio de contacto, canal de marketing, via, meio de comunicação, forma de contato, canal de venda, "
    "tipo de contato, tipo de contacto, método de contato",
    "direction": "direção, direcção, sentido, direção da chamada, sentido da chamada, direção da ligação, "
    "entrada saída, sentido da ligação, tipo de chamada, tipo de ligação, direção do contato, direção da mensagem",
    "stage": "etapa, fase, estágio, etapa do funil, fase de venda, etapa do negócio, status do lead, estágio do lead, "
    "estado do lead, fase do negócio, nova etapa, etapa de venda, estágio do negócio",
    "status": "status, estado, situação",
    "new value": "novo valor, valor novo",
    "value": "valor, montante, quantia, preço, receita, total, valor do negócio, valor da venda, faturamento, "
    "faturação, valor total, importância, valor líquido, valor da oportunidade, tamanho do negócio, orçamento, "
    "valor da proposta, receita prevista, valor estimado, montante estimado, valor esperado, valor previsto, "
    "valor do orçamento",
    "owner": "proprietário, responsável, vendedor, atribuído a, agente, dono, representante, consultor, comercial, "
    "proprietário do contato, executivo, gestor, atendente, encarregado",
    "name": "nome, nome completo, nome do contato, nome do contacto, nome do cliente, nome e sobrenome, "
    "nome e apelido, nome do lead, nome da pessoa, nome contato, nome cliente, nome de exibição",
    "first name": "primeiro nome, nome próprio, nomes próprios",
    "last name": "sobrenome, apelido, último nome",
    "email": "e mail, email, correio eletrónico, correio eletrônico, endereço de e mail, endereço de email, mail, "
    "endereço eletrónico, endereço eletrônico, e mail do contato, email do cliente, email do contacto, "
    "e mail do cliente",
    "phone": "telefone, número de telefone, celular, telemóvel, tel, móvel, número de celular, número de telemóvel, "
    "telefone celular, fone, telefone de contato, whatsapp, nº de telefone, telefone móvel",
    "company": "empresa, nome da empresa, companhia, organização, sociedade, conta, razão social, firma, "
    "nome da conta, nome da organização, entidade, instituição, empregador",
    "campaign": "campanha, nome da campanha, campanha de marketing, campanha publicitária, id da campanha, promoção, "
    "boletim, título da campanha, ação de marketing, código da campanha, nome campanha, informativo",
    "source": "fonte, origem, procedência, fonte do lead, origem do lead, origem do contato, origem do contacto, "
    "sistema, fonte de dados, sistema de origem, fonte do contato, fonte original",
    "external_id": "id externo, identificador externo, id da atividade, id da actividade, id do evento, id da chamada, "
    "referência, id da mensagem, id da ligação, código externo, id atividade, número da atividade",
    "id": "id, identificador, número, nº, código, chave, id do registro, id de registro, id do registo",
    "content": "nota, notas, conteúdo, comentário, comentários, mensagem, descrição, assunto, observação, observações, "
    "texto, detalhes, anotações, anotação, corpo da mensagem",
}  # fmt: skip


WORDS: Final = {
    "kind": {
        "email_sent": "e mail enviado, email enviado, e mail, email, enviado, correio eletrónico, mensagem enviada, "
        "envio",
        "email_opened": "e mail aberto, email aberto, aberto, abertura, e mail lido, email lido, lido, "
        "abertura de e mail, primeira abertura, abertura única",
        "email_clicked": "clique, e mail clicado, email clicado, clicado, clique no link, link clicado, "
        "clique no e mail, clicou, clique no email, primeiro clique",
        "email_replied": "resposta, e mail recebido, email recebido, resposta de e mail, respondido, "
        "resposta por e mail, e mail respondido, email respondido",
        "sms_sent": "sms, sms enviado, torpedo, mensagem de texto",
        "sms_replied": "sms recebido, resposta sms, resposta por sms, sms respondido",
        "call_attempted": "tentativa de ligação, tentativa de chamada, chamada perdida, ligação perdida, sem resposta, "
        "não atendida, ocupado, caixa postal, não atendeu, correio de voz, chamada não atendida, ligação não atendida",
        "call_connected": "ligação, chamada, telefonema, telefone, ligação realizada, chamada efetuada, "
        "chamada atendida, ligação atendida, ligação efetuada, atendida, ligação telefônica, chamada telefónica, "
        "chamada realizada",
        "page_viewed": "página vista, página visitada, visita ao site, visualização de página, visita à página, "
        "visita ao sítio, acesso ao site",
        "form_submitted": "formulário, formulário enviado, formulário preenchido, envio de formulário, "
        "formulário de contato, formulário submetido, formulário de contacto, solicitação, preenchimento de formulário",
        "meeting_booked": "reunião agendada, reunião marcada, reunião reservada, compromisso agendado, agendamento, "
        "demonstração agendada, marcação, visita agendada",
        "meeting_held": "reunião, reunião realizada, compromisso, demonstração, encontro, apresentação, "
        "demo realizada, visita realizada, videochamada, visita comercial, compareceu, participou",
        "note": "nota, comentário, observação, anotação",
        "stage_changed": "mudança de etapa, mudança de fase, mudança de estágio, alteração de etapa, etapa alterada, "
        "alteração de fase, fase alterada, mudança de status",
        "converted": "ganho, ganha, convertido, conversão, venda, compra, pedido, fechado ganho, vendido",
        "lost": "perdido, perdida, rejeitado, recusado, fechado perdido",
    },
    "channel": {
        "email": "e mail, email, correio eletrónico, correio eletrônico, newsletter",
        "sms": "sms, mensagem de texto, torpedo",
        "call": "ligação, chamada, telefone, telefonema, ligação telefônica, chamada telefónica, telefónico",
        "web": "web, site, website, página web, internet, online, formulário, sítio, formulário web",
        "meeting": "reunião, encontro, presencial, pessoalmente, visita, visita comercial, videochamada",
        "chat": "chat, whatsapp, mensagem instantânea, bate papo",
        "paid_search": "pesquisa paga, busca paga, google ads, links patrocinados, anúncios de pesquisa",
        "organic_search": "pesquisa orgânica, busca orgânica, pesquisa, busca, orgânico, motor de busca",
        "paid_social": "redes sociais pagas, social pago, mídia social paga, anúncios em redes sociais",
        "organic_social": "redes sociais, rede social, social orgânico, mídias sociais, mídia social",
        "display": "display, banner, anúncios gráficos, mídia display",
        "referral": "indicação, referência, recomendação, parceiro, boca a boca, indicado",
        "event": "evento, feira, webinar, conferência, congresso, palestra",
        "direct": "direto, directo, tráfego direto, acesso direto",
        "other": "outro, outros, outra, diversos",
    },
    "direction": {
        "inbound": "entrada, recebido, recebida, de entrada, chamada recebida, ligação recebida, receptivo, entrante",
        "outbound": "saída, enviado, enviada, de saída, efetuada, realizada, chamada efetuada, ativo",
    },
    "stage": {
        "new": "novo, nova, novo lead, aberto, não contatado, não contactado, aberto não contatado, "
        "não contatado ainda, prospecção, a contatar",
        "contacted": "contatado, contactado, em contato, em contacto, em andamento, contato realizado, em curso, "
        "trabalhando contatado, tentativa de contato, contato feito, em atendimento",
        "qualified": "qualificado, qualificada, qualificação, lead qualificado, qualificado para comprar, "
        "qualificado para compra, análise de necessidades, demonstração agendada, demo agendada",
        "proposal": "proposta, orçamento, oferta, proposta enviada, negociação, cotação, orçamento enviado, "
        "contrato enviado, apresentação agendada, negociações iniciadas, em negociação, proposta feita, "
        "proposta apresentada, negociação revisão",
        "won": "ganho, ganha, fechado ganho, vendido, cliente, fechado, negócio fechado, fechada ganha, "
        "fechado e ganho, fechado convertido, assinado, negócio ganho",
        "lost": "perdido, perdida, fechado perdido, rejeitado, recusado, desqualificado, sem interesse, "
        "fechada perdida, fechado e perdido, fechado não convertido, não qualificado, não interessado, negócio perdido",
    },
}  # fmt: skip
