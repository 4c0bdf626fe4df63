"""Spanish: what columns are called, and what words in them mean."""

from typing import Final

HEADINGS: Final = {
    "lead": "id de lead, id lead, id de contacto, id contacto, id de cliente, id cliente, código de cliente, "
    "número de cliente, id del contacto, id del cliente, id prospecto, identificador de contacto, nº cliente, "
    "código cliente, identificador de cliente",
    "person": "contacto, cliente, prospecto, persona, persona de contacto, destinatario, asistente, participante, "
    "interesado, invitado, invitados",
    "occurred_at": "fecha y hora, fecha hora, marca de tiempo, marca temporal, fecha de actividad, "
    "fecha de la actividad, fecha del evento, fecha de contacto, fecha del contacto, momento, ocurrió el, "
    "fecha de llamada, fecha de la llamada, fecha de inicio, fecha de comienzo, inicio, comienzo, enviado el, "
    "recibido el, fecha de envío, fecha de interacción, fecha de descarga, descargado el, fecha de conversión, "
    "fecha de la conversión, inicio real, comienzo real, fecha de inicio real, hora de inicio real, "
    "fecha de solicitud, fecha de la solicitud, solicitado el",
    "date": "fecha, hora, cuándo, día",
    "due": "fecha de vencimiento, vencimiento, previsto para, fecha prevista",
    "moved": "fecha de entrada en la etapa, fecha de entrada en la fase, fecha de entrada en la etapa actual, "
    "fecha de entrada en la fase actual, último cambio de etapa, fecha del cambio de etapa, fecha de cambio de etapa, "
    "fecha del último cambio de etapa, último cambio de fase, fecha de cambio de fase, en la etapa desde",
    "edited": "fecha de edición, fecha de modificación",
    "closed": "fecha de cierre, cerrado el, fecha cierre, ganado el",
    "created": "creado, creado el, fecha de creación, fecha creación, fecha de alta, añadido el, agregado el, "
    "fecha de registro, registrado el, creada el",
    "changed": "modificado, modificado el, fecha de modificación, última modificación, actualizado el, "
    "última actualización, fecha de actualización, fecha de la última modificación, fecha de última modificación, "
    "hora de actualización, hora de modificación, actualizado",
    "last": "última actividad, último contacto, fecha de última actividad, fecha de la última actividad, "
    "fecha del último contacto, fecha de último contacto, última interacción, última fecha de actividad",
    "time of day": "hora, hora de inicio, hora inicio, hora de comienzo, hora de la llamada, hora de llamada, horario, "
    "comienzo",
    "another time": "fecha de nacimiento, cumpleaños, fin, fecha de fin, hora de fin, fecha de finalización, "
    "finalización, hasta, termina, próxima actividad, fecha de la próxima actividad, fecha de próxima actividad, "
    "próximo contacto, fecha de seguimiento, seguimiento, fecha de cierre prevista, fecha prevista de cierre, "
    "volver a llamar, recordatorio, fin real, fecha de fin real, fecha de resolución, resuelto el",
    "kind": "actividad, tipo de actividad, evento, tipo de evento, acción, interacción, tipo de interacción, suceso, "
    "nombre del evento, tipo de contacto, tipo de acción, gestión, tipo de gestión",
    "type": "tipo, categoría, resultado, clase, qué",
    "channel": "canal, medio, canal de comunicación, canal de contacto, medio de contacto, vía, canal de marketing, "
    "forma de contacto, vía de contacto, medio de comunicación, canal de venta, canal de captación, tipo de contacto, "
    "método de contacto",
    "direction": "dirección de la llamada, sentido, entrante saliente, dirección de llamada, sentido de la llamada, "
    "dirección del contacto, sentido del contacto, entrada salida, tipo de llamada, sentido del mensaje, "
    "dirección del mensaje, sentido de la comunicación",
    "stage": "etapa, fase, etapa del embudo, etapa de venta, estado del lead, fase de venta, etapa del negocio, "
    "etapa comercial, estado del prospecto, nueva etapa, etapa de la oportunidad, fase del negocio",
    "status": "estado, estatus, situación",
    "new value": "nuevo valor, valor nuevo",
    "value": "valor, importe, monto, precio, ingresos, total, importe total, valor del negocio, facturación, "
    "valor de venta, importe neto, monto total, presupuesto en euros, tamaño del negocio, importe de la oportunidad, "
    "valor de la oportunidad, ingresos esperados, cantidad, presupuesto, importe estimado, valor estimado, "
    "monto estimado, valor esperado, importe previsto",
    "owner": "propietario, responsable, comercial, vendedor, asignado a, agente, ejecutivo, propietario del contacto, "
    "gestor, asesor, encargado, ejecutivo de cuenta, representante",
    "name": "nombre, nombre completo, nombre del contacto, nombre del cliente, nombre y apellidos, apellidos y nombre, "
    "nombre y apellido, nombre del lead, nombre de la persona, nombre del prospecto, nombre contacto, nombre cliente",
    "first name": "nombre de pila, primer nombre",
    "last name": "apellidos, apellido, primer apellido, segundo apellido",
    "email": "correo electrónico, correo, email, e mail, dirección de correo, dirección de correo electrónico, mail, "
    "correo e, correo del contacto, dirección de email, correo electrónico del contacto, email del cliente",
    "phone": "teléfono, número de teléfono, móvil, celular, teléfono móvil, tel, nº de teléfono, telf, tfno, "
    "teléfono celular, número de móvil, número de celular, teléfono de contacto",
    "company": "empresa, nombre de la empresa, compañía, organización, sociedad, cuenta, razón social, negocio, "
    "nombre de empresa, nombre de la cuenta, entidad, nombre empresa",
    "campaign": "campaña, nombre de la campaña, nombre de campaña, campaña de marketing, campaña publicitaria, "
    "id de campaña, promoción, boletín, título de la campaña, acción comercial, código de campaña, campaña comercial",
    "source": "fuente, origen, procedencia, fuente del lead, origen del lead, origen del contacto, sistema, "
    "fuente de datos, fuente del contacto, sistema de origen, origen de los datos, fuente original",
    "external_id": "id externo, identificador externo, id de actividad, id de la actividad, id del evento, id evento, "
    "id de la llamada, referencia, id del mensaje, id actividad, código externo, número de actividad",
    "id": "id, identificador, número, nº, clave, código, id de registro, id del registro, id de objeto",
    "content": "nota, notas, contenido, comentario, comentarios, mensaje, descripción, asunto, observaciones, texto, "
    "detalle, detalles, observación, cuerpo del mensaje",
}  # fmt: skip


WORDS: Final = {
    "kind": {
        "email_sent": "correo enviado, correo electrónico, correo, email enviado, e mail enviado, e mail, mail, "
        "enviado, correo electrónico enviado, envío",
        "email_opened": "correo abierto, email abierto, abierto, apertura, correo leído, leído, "
        "correo electrónico abierto, primera apertura, apertura única",
        "email_clicked": "clic, clic en correo, clic en el correo, email clicado, clic en enlace, pulsado, "
        "clic en email, clic en el enlace, primer clic, clic único",
        "email_replied": "respuesta, correo respondido, correo recibido, email recibido, respuesta por correo, "
        "respondido, email respondido, respuesta de correo",
        "sms_sent": "sms, sms enviado, mensaje de texto, mensaje enviado",
        "sms_replied": "sms recibido, respuesta sms, respuesta por sms, sms respondido, mensaje recibido",
        "call_attempted": "intento de llamada, llamada perdida, sin respuesta, no contesta, ocupado, buzón de voz, "
        "no contestada, llamada no contestada, no responde, llamada sin respuesta",
        "call_connected": "llamada, llamada telefónica, teléfono, llamada saliente, llamada entrante, contestada, "
        "llamada contestada, llamada realizada, llamada conectada, llamada atendida, llamada respondida",
        "page_viewed": "página vista, visita, visita web, visita a la web, visita a la página, página visitada, "
        "vista de página, visita al sitio",
        "form_submitted": "formulario, formulario enviado, envío de formulario, formulario completado, solicitud, "
        "formulario de contacto, formulario rellenado, solicitud web",
        "meeting_booked": "reunión agendada, reunión programada, cita agendada, cita programada, cita reservada, "
        "reserva, reunión reservada, reunión concertada, cita concertada",
        "meeting_held": "reunión, cita, reunión celebrada, reunión realizada, demostración, visita comercial, "
        "encuentro, demo, cita realizada, videollamada, reunión mantenida, asistió, asistido",
        "note": "nota, comentario, observación, anotación",
        "stage_changed": "cambio de etapa, etapa cambiada, cambio de estado, cambio de fase, fase cambiada, "
        "estado cambiado",
        "converted": "ganado, ganada, convertido, conversión, venta, compra, pedido, cerrado ganado, vendido",
        "lost": "perdido, perdida, rechazado, cerrado perdido, descartado",
    },
    "channel": {
        "email": "correo electrónico, correo, email, e mail, boletín, newsletter",
        "sms": "sms, mensaje de texto",
        "call": "llamada, teléfono, llamada telefónica, telefónico, por teléfono, telefónica",
        "web": "web, sitio web, página web, internet, en línea, formulario, online, formulario web",
        "meeting": "reunión, cita, visita, en persona, presencial, visita comercial, videollamada",
        "chat": "chat, whatsapp, mensajería, chat en vivo, mensajería instantánea",
        "paid_search": "búsqueda de pago, búsqueda pagada, buscadores de pago, google ads, anuncios de búsqueda",
        "organic_search": "búsqueda orgánica, búsqueda, orgánico, buscador, buscadores, búsqueda natural",
        "paid_social": "redes sociales de pago, social de pago, redes sociales pagadas, anuncios en redes",
        "organic_social": "redes sociales, red social, social orgánico, medios sociales",
        "display": "display, banner, anuncios gráficos, publicidad gráfica",
        "referral": "referencia, recomendación, referido, recomendado, boca a boca, socio, referidos",
        "event": "evento, feria, seminario web, congreso, conferencia, webinar",
        "direct": "directo, tráfico directo, acceso directo",
        "other": "otro, otros, otra, varios",
    },
    "direction": {
        "inbound": "entrante, entrada, recibido, recibida, llamada entrante, de entrada",
        "outbound": "saliente, salida, enviado, enviada, llamada saliente, de salida",
    },
    "stage": {
        "new": "nuevo, nueva, nuevo lead, abierto, sin contactar, por contactar, abierto no contactado, "
        "abierta no contactada, no contactado, prospección",
        "contacted": "contactado, contactada, en contacto, en curso, contacto realizado, contacto establecido, "
        "trabajando contactado, intento de contacto, en proceso, contacto hecho",
        "qualified": "calificado, cualificado, cualificada, calificada, calificación, cualificación, "
        "calificado para comprar, cualificado para comprar, análisis de necesidades, demostración programada, "
        "demo programada, calificado para compra",
        "proposal": "propuesta, presupuesto, oferta, propuesta enviada, negociación, presupuesto enviado, cotización, "
        "contrato enviado, presentación programada, negociaciones iniciadas, en negociación, propuesta realizada, "
        "propuesta hecha, oferta enviada, cotización enviada, negociación revisión",
        "won": "ganado, ganada, cerrado ganado, vendido, cliente, cierre ganado, cerrada ganada, cerrado convertido, "
        "ganado cerrado, firmado",
        "lost": "perdido, perdida, cerrado perdido, rechazado, descartado, no calificado, sin interés, cierre perdido, "
        "cerrada perdida, cerrado no convertido, no interesado, no cualificado, descalificado",
    },
}  # fmt: skip
